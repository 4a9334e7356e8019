_debug_perf.py operands.py mixed-operands
