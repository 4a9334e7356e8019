_debug_perf.py lists.py list-generalized
