def f(x):
    a = b = c = 0
    try: a, b = x
    except (ValueError, ZeroDivisionError) as e: print(a, b, e)
    try:
        for a, b in [x]: pass
    except (ValueError, ZeroDivisionError) as e: print(a, b, e)
def g():
    yield 1
    1/0
f(iter([1])); f([1]); f((1,2,3)); f(g()); f({1:1}); f("abc"); f(iter([1,2,3]))
