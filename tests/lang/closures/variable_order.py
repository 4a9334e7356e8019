def f(a, z, *k, m=1):
    q = 1; y = 2
    def g(): return q, z, x, w
    w = 3; x = 4
    l = [lambda: i for i in (1, 2)]
    print(list(locals()))
    return g
c = f.__code__
print(c.co_varnames, c.co_cellvars, c.co_nlocals, f(1,2).__code__.co_freevars)
class A:
    def m(self): return __class__
    print(list(locals()))
