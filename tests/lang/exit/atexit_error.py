import atexit
class Callback:
    def __repr__(self): return "<callback>"
    def __call__(self): raise ValueError("in atexit")
atexit.register(print, "still runs")
atexit.register(Callback())
print("end")
