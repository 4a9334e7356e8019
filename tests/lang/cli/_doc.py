"""module doc"""
def f():
    "doc"
    assert 0
    return f.__doc__
print(f(), __doc__, __debug__)
