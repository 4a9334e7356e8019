def f():
    try:
        {}["key"]
    except KeyError:
        int("x")
f()
