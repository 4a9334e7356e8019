../../../examples/calculator.py
