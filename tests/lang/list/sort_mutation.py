def t(f, n=3):
    l=[3,1,2][:n]
    def key(x): f(l); return x
    try: l.sort(key=key); print(l)
    except Exception as e: print(type(e).__name__, e, l)
def ap(l): l.append(1); l.pop()
for f in (lambda l:l.append(1), ap, lambda l:l.clear(), lambda l:l.extend([]), lambda l:l.extend(iter([])), lambda l:l.extend(x for x in ()), lambda l:l.extend([1]),
  lambda l:l.insert(0,1), lambda l:l.sort(), lambda l:l.sort(key=str), lambda l:l.reverse(), lambda l:l.__init__(), lambda l:l.__init__([1]), lambda l:l.__init__([]), lambda l:l.__imul__(2), lambda l:l.__iadd__([]), lambda l: l.__setitem__(slice(0,0),[]), lambda l:l.__setitem__(slice(0,0),[1]), lambda l:l.__delitem__(slice(0,5)),lambda l:l.extend({}), lambda l:l.extend(()), lambda l:l.extend(range(0)), lambda l:l.extend(set())):
    for n in (3,1,0): t(f,n)
class X:
    def __init__(s,v): s.v=v
    def __lt__(s,o):
        L.append(1); del L[:]
        return s.v<o.v
L=[X(1),X(0),X(5)]
try: L.sort()
except ValueError as e: print(e,[x.v for x in L])
