../../../examples/bank.py 60
