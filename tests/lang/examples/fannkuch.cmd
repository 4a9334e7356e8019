../../../examples/fannkuch.py 7
