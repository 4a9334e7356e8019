_debug_perf.py exceptions.py exceptions
