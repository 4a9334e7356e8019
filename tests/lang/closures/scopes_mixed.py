# scoping
def tr(f):
    try: print("ok", f())
    except Exception as e: print(type(e).__name__, e)
x='global'
class A:
    x='class'
    y=[x for _ in range(1)] if False else x
    def f(self): return x
    z=(lambda: x)()
    l=[i for i in x]
    w=[x for i in range(1)]
print(A().f(),A.y,A.z,A.l,A.w)
def outer():
    x='outer'
    class B:
        y=x
        x='b'
        z=x
        def f(self): return x
        class C:
            q=x
    return B.y,B.z,B().f(),B.C.q
print(tr(outer))
def o2():
    x='o2'
    class B:
        nonlocal x
        x='changed'
    return x
print(o2())
def o3():
    x=1
    class B:
        global x
        x='gl'
    return x
print(o3(), x)
x='global'
def counter():
    n=0
    def inc():
        nonlocal n; n+=1; return n
    def get(): return n
    return inc,get
i,g=counter(); i();i(); print(g())
def late(): return [lambda: k for k in range(3)]
print([f() for f in late()])
def late2(): return [lambda k=k: k for k in range(3)]
print([f() for f in late2()])
def unb():
    print(v); v=1
tr(unb)
def unb2():
    if 0: v=1
    return v
tr(unb2)
def unb3():
    def g(): return v
    r=g(); v=1
    return r
tr(unb3)
def dl():
    v=1; del v; return v
tr(dl)
def dl2():
    v=1
    def g(): return v
    del v
    return g()
tr(dl2)
def exc():
    try: 1/0
    except ZeroDivisionError as e: pass
    return e
tr(exc)
def comp():
    a=1; return [a+b for b in range(2) for a in [b]], a
tr(comp)
def wal():
    r=[(y:=i*2) for i in range(3)]; return r,y
tr(wal)
def nestc(): return [[i*j for j in range(i)] for i in range(4)], {i:{j for j in range(i)} for i in range(2)}
tr(nestc)
tr(lambda: [z for z in range(3)] and z)
def cls_comp():
    class C:
        a=3
        try: b=[a for _ in range(2)]
        except NameError as e: b=str(e)
        c=[q for q in range(a)]
    return C.b,C.c
tr(cls_comp)
def f(a,b=lambda: a): return b
tr(lambda: f(1)())
def glob():
    global newg
    newg=5
glob(); print(newg)
def lamdef(x=x): return x
print(lamdef())
def star():
    a,*b,c=range(6); (d,e),f=[1,2],3; [*g]=()
    return a,b,c,d,e,f,g
tr(star)
for bad in ("a,b=1","a,b=1,2,3","a,*b=()","(a,b),c=1,2","a,b,*c=[1]","[a,b]={}","a,b='x'","a,b=None"):
    tr(lambda: exec(bad))
def loc():
    a=1
    def g(): return a
    b=2
    return sorted(locals())
tr(loc)
def ev():
    a=5
    return eval('a+1'), eval('[a for _ in (1,)]') if False else 0
tr(ev)
def ev2():
    a=5
    return eval('(lambda: a)()')
tr(ev2)
class Meta(type):
    def __prepare__(n,b): 
        class D(dict):
            def __missing__(s,k):
                if k.startswith('magic'): return k.upper()
                raise KeyError(k)
        return D()
class MC(metaclass=Meta):
    v=magic1
    def f(self): return 1
print(MC.v)
def deco(*a):
    print('deco',a); return lambda f: f
@deco(1)
@deco(2)
def decorated(): pass
@(lambda c: c)
class DC: pass
def ann(a:int, b:'str'=1, *c:float, **d:list)->None: x:int=5; y:str
print(ann.__annotations__)
class AN:
    a:int
    b:str='x'
    c:list[int]
print(AN.__annotations__)
m:int=3
print(__annotations__)
def closure_cells():
    a=1;b=2
    def g(): return a,b
    return g.__closure__[0].cell_contents, g.__code__.co_freevars, closure_cells.__code__.co_cellvars
tr(closure_cells)
print((lambda a,b=1,*c,d,e=2,**f:0).__code__.co_varnames)
def kwd(**k): 
    k['new']=1; return k
d={'a':1}; print(kwd(**d), d)
def mut(l=[]): l.append(1); return l
mut(); print(mut())
def rec(n): return n and n+rec(n-1)
print(rec(100))
print([*range(3),*'ab'], {*[1],*[2]}, {**{'a':1},'b':2}, (*[1],), [*{}])
print(*[1,2],sep='-')
i=0
class Loop:
    for i in range(3): pass
    j=i
print(i,Loop.j,Loop.i)
while True:
    i+=1
    if i>3: break
else: print('no')
for q in []: pass
else: print('else')
print(1 if [] else 2, [] or {} or 'x', 1 and 0 and 2, not [], 1<2<3>2!=1)
a=b=[]; a.append(1); print(b)
x=[1,2,3]; x[0],x[1]=x[1],x[0]; print(x)
x[1:2]=[7,8,9]; print(x); del x[::2]; print(x)
def chain():
    print('c1'); return 5
print(1<chain()<10, 1>chain()>10)
k=0; l=[0,0,0]
k,l[k]=1,5; print(k,l)
def order(n): print(n,end=' '); return n
d={order(1):order(2),order(3):order(4)}; order(5); f=lambda *a,**k:0; f(order(1),*[order(2)],k=order(3),**{'z':order(4)}); print()
l[order(0)]+=order(1); l[order(0)]=order(1); print()
