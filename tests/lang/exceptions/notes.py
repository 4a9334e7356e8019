e = ValueError("base")
print(hasattr(e, "__notes__")); e.add_note("first"); e.add_note("second\nline"); print(e.__notes__)
for v in (5, None, b"x"):
    try: e.add_note(v)
    except TypeError as x: print(x)
import traceback
print("".join(traceback.format_exception_only(e)), end="")
e.__notes__ = "not a list"
try: e.add_note("x")
except TypeError as x: print(x)
print("".join(traceback.format_exception_only(e)), end="")
e.__notes__ = [1, "two", None]
print("".join(traceback.format_exception_only(e)), end="")
try:
    try: raise KeyError("k")
    except KeyError as k: k.add_note("inner note"); raise ValueError("outer") from k
except ValueError as v:
    v.add_note("outer note"); raise
