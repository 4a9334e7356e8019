_debug_perf.py calls.py megamorphic-call polymorphic-call bound-call
