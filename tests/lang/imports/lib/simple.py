"""Simple module."""
x = 10
def f(): return "f called"
class Cls: pass
