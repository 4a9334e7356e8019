f = lambda x: 1 / x
g = (f(x) for x in [1, 0])
class C:
    vals = list(g)
