../../../examples/matrix.py 20
