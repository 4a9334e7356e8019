# Names of attributes are strings, whoever sets them.
class A: pass
for f in (lambda: type.__setattr__(A, b"x", 1), lambda: type.__delattr__(A, 4), lambda: type.__getattribute__(list, type),
          lambda: object.__setattr__(A(), 42, 1), lambda: A().__delattr__(3), lambda: A().__getattribute__(3),
          lambda: setattr(A, 1, 2), lambda: getattr(A, 1), lambda: A.x):
    try: print(f())
    except (TypeError, AttributeError) as e: print(type(e).__name__, e)
print([k for k in A.__dict__ if k[:2] != "__"])
