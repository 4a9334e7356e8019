def a():
    raise KeyError("first")
def b():
    try: a()
    except KeyError: raise ValueError("second")
def c():
    try: b()
    except ValueError as e:
        try: raise TypeError("third") from e
        finally: print("cleanup")
c()
