# Exactly three repeated frames are shown in full, a fourth is counted.
import traceback
def f(n):
    if n: return f(n - 1)
    raise KeyError("end")
for n in (1, 2, 3, 4, 5, 6):
    try: f(n)
    except KeyError: print(traceback.format_exc())
