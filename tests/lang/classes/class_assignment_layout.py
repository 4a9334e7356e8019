import types, sys, gc
m = types.ModuleType('m')
class M(types.ModuleType):
    @property
    def p(self): return 5
    def __repr__(self): return 'MM'
m.__class__ = M
print(m.p, m, type(m))
m.x = 1
print(m.x, m.__dict__['x'])
class S(types.ModuleType):
    __slots__=('a','b')
try:
    m.__class__ = S
    print('set')
    m.a=1
except TypeError as e: print(e)
s = S('s'); 
try: s.__class__ = M
except TypeError as e: print(e)
s.a=5; s.zz=1; print(s.a, s.zz)
m.__class__ = types.ModuleType
print(m)
del M
gc.collect()
class A: pass
class B: 
    def f(self): return 'B'
a=A(); a.x=1
gc.collect()
def mk():
    class C:
        def f(self): return 'C'
    return C
a.__class__=mk()
gc.collect()
for i in range(100000): [i]
print(a.f(), a.x)
