import collections.abc as c
class SM(c.Sequence, c.Mapping):
    def __getitem__(self, i): return {0:1,1:2,'a':3}[i]
    def __len__(self): return 2
    def __iter__(self): return iter([0,1])
class MS(c.Mapping, c.Sequence):
    def __getitem__(self, i): return {0:1,1:2,'a':3}[i]
    def __len__(self): return 2
    def __iter__(self): return iter([0,1])
def f(x):
    r = []
    match x:
        case [*_]: r.append('seq')
    match x:
        case {}: r.append('map')
    return r
print(f(SM()), f(MS()))
class R1: pass
c.Sequence.register(R1); c.Mapping.register(R1)
class R2: pass
c.Mapping.register(R2); c.Sequence.register(R2)
class L(list): pass
c.Mapping.register(L)
class D(dict): pass
c.Sequence.register(D)
class S(str): pass
c.Sequence.register(S)
class S2(S): pass
for k in R1, R2, L, D, S, S2:
    try: print(k.__name__, f(k()))
    except Exception as e: print(type(e), e)
class P: pass
class Q(P): pass
c.Sequence.register(P)
print(f(Q()), f(P()))
