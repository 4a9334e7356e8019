class A: __slots__=('x','y','z','w')
class B: __slots__=('q',)
class C: pass
C.x=A.x; 
B.w=A.w
def get(o): return o.w
def put(o,v): o.w=v
b=B(); b.q=1
for i in range(3):
    try: print(get(b))
    except TypeError as e: print(e)
    try: put(b,5)
    except TypeError as e: print(e)
    try: del b.w
    except TypeError as e: print(e)
c=C()
try: print(c.x)
except TypeError as e: print(e)
try: c.x=1
except TypeError as e: print(e)
class P:
    def __init__(self): self.a=self.b=self.c=self.d=self.e=self.f=1
class Q: pass
class A(P): __slots__=('m',)
class B(Q): __slots__=('m',)
try:
    b=B(); b.m=1; b.__class__=A; print(b.m); b.m=7; print(b.m)
except TypeError as e: print(e)
class A: __slots__=('a',)
class B: __slots__=('b',)
class D: __slots__=('a',)
a=A(); a.a=4
try: a.__class__=B
except TypeError as e: print(e)
a.__class__=D; print(a.a)
class E(A): pass
class F(A): pass
e=E(); e.a=3; e.zz=5; e.__class__=F; print(e.a,e.zz)
class X:
    def __del__(self): print('del X')
class Y: pass
y=Y(); y.__class__=X; del y
import gc; gc.collect()
