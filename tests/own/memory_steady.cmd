_memory_steady.py
