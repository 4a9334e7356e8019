_bench.py
