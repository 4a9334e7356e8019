def f():
    try:
        1 / 0
    except ZeroDivisionError:
        print("logging")
        raise
def g():
    try:
        f()
    except Exception as e:
        raise e
g()
