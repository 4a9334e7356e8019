run _recursion_depth.py
