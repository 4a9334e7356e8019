def check(x):
    assert x > 10, f"x too small: {x}"
    return x
check(5)
