_memory_functions.py 20000
