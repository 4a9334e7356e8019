def f():
    try:
        [][1]
    except IndexError as e:
        raise ValueError("bad value") from e
try:
    f()
except ValueError as v:
    raise RuntimeError("wrapped") from v
