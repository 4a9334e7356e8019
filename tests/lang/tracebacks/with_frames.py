class CM:
    def __enter__(self): return self
    def __exit__(self, *a): raise TypeError("in exit")
def f():
    with CM():
        raise ValueError("in body")
f()
