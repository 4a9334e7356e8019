../../../examples/nbody.py 2000
