def mask(text):
    """Without addresses."""
    parts = text.split(" at 0x")
    return parts[0] + "".join(" at" + p.lstrip("0123456789abcdef") for p in parts[1:])


def tr(f):
    try:
        print(mask(str(f())))
    except BaseException as e:
        print(type(e).__name__, e)


from collections import OrderedDict as O
o=O(a=1,b=2)
tr(lambda:o.keys())
tr(lambda:o.items())
tr(lambda:o.values())
tr(lambda:iter(o))
tr(lambda:iter(o.items()))
tr(lambda:reversed(o.values()))
tr(lambda:type(o.keys()).__mro__)
tr(lambda:O(1))
tr(lambda:O([1]))
tr(lambda:O([(1,)]))
tr(lambda:O([(1,2,3)]))
tr(lambda:O(1,2))
tr(lambda:O().popitem())
tr(lambda:o.pop('z'))
tr(lambda:o.pop('z',5))
tr(lambda:o.move_to_end('z'))
tr(lambda:o.__reduce__())
tr(lambda:o|{'c':3})
tr(lambda:{'c':3}|o)
tr(lambda:o|3)
tr(lambda:[o.__setitem__(k*2,1) for k in o]);
def f():
    o=O(a=1,b=2,c=3)
    for k in o: o.move_to_end('a')
tr(f)
def f():
    o=O(a=1,b=2,c=3)
    for k in o: del o[k]
tr(f)
def f():
    o=O(a=1)
    for k in o: o.clear()
    return o
tr(f)
tr(lambda:iter(o).__reduce__())
tr(lambda:O(a=1)==O(a=1))
tr(lambda:O(a=1)<O(a=1))
tr(lambda:o.setdefault('q'))
tr(lambda:o.popitem(last=False))
tr(lambda:o.fromkeys('ab',0))
tr(lambda:o.update(1))
tr(lambda:o.update(1,2))
tr(lambda:o.copy())
tr(lambda:o.pop())
tr(lambda:o.pop(1,2,3))
tr(lambda:o.__delitem__('zz'))
tr(lambda:o['zz'])
class S(O):
    def __setitem__(self,k,v): O.__setitem__(self,k,('s',v))
s=S(a=1); s.x=5
tr(lambda:s)
tr(lambda:s.__reduce__())
tr(lambda:S.fromkeys('a')); s.update(b=2)
tr(lambda:s)
tr(lambda:s.setdefault('k',1))
tr(lambda:s)
o=O(); o['o']=o
tr(lambda:o)
tr(lambda:o.move_to_end('o',last=False))
tr(lambda: hash(o))
tr(lambda:o.keys()&{'o'})
tr(lambda:isinstance(o.keys(),type({}.keys())))
tr(lambda: O({'a':1}).__init__({'b':2}))
tr(lambda:o.__class_getitem__(int))
tr(lambda:type(iter(o)).__name__+type(iter(o)).__module__)
o=O.fromkeys(range(10)); x=7
for i in range(3000):
    x=(x*1103515245+12345)&0x7fffffff; k=x>>8; op=k%7; key=(k>>3)%25
    if op==0: o[key]=i
    elif op==1: o.pop(key,None)
    elif op==2 and key in o: o.move_to_end(key)
    elif op==3 and key in o: o.move_to_end(key,False)
    elif op==4 and o: o.popitem(False)
    elif op==5 and o: o.popitem()
    else: o[key]=i; o[key+50]=i
    if i%100==0: print(list(o.items()), list(reversed(o)), list(reversed(o.items()))[:1])
print(O([(1,2),(3,4)])==O([(3,4),(1,2)]), O([(1,2),(3,4)])=={3:4,1:2}, {3:4,1:2}==O([(1,2),(3,4)]), O(a=1)!=O(a=1)); q=O(a=1); q|={'b':2}; print(q, dict(q), list(q), 'a' in q.keys(), ('a',1) in q.items(), len(q.values()), q.__dict__, {**q}); q.z=3; print(q.__dict__, q.copy().__dict__)
import copy, json; print(copy.copy(q), copy.deepcopy(O(a=[1])))
