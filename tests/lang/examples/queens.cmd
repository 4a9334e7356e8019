../../../examples/queens.py 6
