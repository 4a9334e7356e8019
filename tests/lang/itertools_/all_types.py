def mask(text):
    """Without addresses."""
    parts = text.split(" at 0x")
    return parts[0] + "".join(" at" + p.lstrip("0123456789abcdef") for p in parts[1:])


def tr(f):
    try:
        print(mask(str(f())))
    except BaseException as e:
        print(type(e).__name__, e)


import itertools
from itertools import *
tr(lambda:accumulate())
tr(lambda:accumulate(1))
tr(lambda:chain(1))
tr(lambda:list(chain(1)))
tr(lambda:chain(a=1))
tr(lambda:compress([1]))
tr(lambda:count('a'))
tr(lambda:count(1,'a'))
tr(lambda:count(1.5,2))
tr(lambda:count(3))
tr(lambda: count(1,1.0))
tr(lambda:count(1,True))
tr(lambda:cycle())
tr(lambda:cycle(a=1))
tr(lambda:dropwhile(1))
tr(lambda: islice([],-1))
tr(lambda:islice([],'a'))
tr(lambda:islice([],1,2,0))
tr(lambda:islice([],-1,2))
tr(lambda:islice([]))
tr(lambda:islice([],1,2,3,4))
tr(lambda:islice([],1,'a'))
tr(lambda:islice([],1,2,'a'))
tr(lambda:permutations([],'a'))
tr(lambda:permutations([],-1))
tr(lambda:combinations([],-1))
tr(lambda:combinations([]))
tr(lambda:combinations([],None))
tr(lambda:product(repeat=-1))
tr(lambda:product(repeat='a'))
tr(lambda:product(x=1))
tr(lambda: repeat())
tr(lambda:repeat(1,'a'))
tr(lambda:repeat(1,-5))
tr(lambda:repeat(1,2))
tr(lambda:repeat(1).__length_hint__())
tr(lambda:repeat(object=1,times=3))
tr(lambda:tee([],-1))
tr(lambda:tee([],'a'))
tr(lambda:tee(1))
tr(lambda:zip_longest(x=1))
tr(lambda:zip_longest(1))
tr(lambda:pairwise(1))
tr(lambda:starmap(1))
tr(lambda:list(starmap(pow,[1])))
tr(lambda:groupby())
tr(lambda:groupby([],1,2))
tr(lambda:takewhile(1,2,3))
tr(lambda:combinations_with_replacement('a',-1))
tr(lambda: chain.from_iterable(1))
tr(lambda:filterfalse(None,x=1))
tr(lambda: repeat(1,times=2.5))
tr(lambda:count(10**30))
tr(lambda:next(count(2**63-1)));
for it in [accumulate([1,2,3]),accumulate([1,2],initial=5),chain([1],[2]),combinations('abc',2),combinations_with_replacement('ab',2),compress('ab',[1,1]),count(5),count(5,2),cycle('ab'),dropwhile(bool,[1]),filterfalse(None,[1]),groupby('aab'),islice('abc',2),permutations('abc',2),product('ab',repeat=2),repeat(1,3),repeat(1),starmap(pow,[]),takewhile(bool,[1]),tee('a')[0],zip_longest('a','bc')]:
    r1=r2=None
    try: r1=it.__reduce__()
    except Exception as e: r1=e
    try: next(it)
    except StopIteration: pass
    try: r2=it.__reduce__()
    except Exception as e: r2=e
    print(mask(str(r1)), mask(str(r2)))
for n in range(5):
  for r in range(6):
    print(n,r,list(combinations(range(n),r)),list(combinations_with_replacement(range(n),r)) if r<4 else '',list(permutations(range(n),r)))
print(list(product('ab','cd','ef')),list(product()),list(product([],[1])),list(product(repeat=3)),list(product('ab',repeat=0)),list(permutations('abc')))
a,b,c=tee(iter(range(200)),3)
print(sum(a),list(b)[-3:],next(c)); d=c.__copy__(); print(next(d),next(c))
print([(k,list(g)) for k,g in groupby('AAAABBBCCDAABBB')]); print([k for k,g in groupby([1,1,2,3,3])]); g=groupby('aabb'); k,x=next(g); k2,y=next(g); print(list(x),list(y))
print(list(islice(count(),5)),list(islice('ABCDEFG',2,None,2)),list(islice('ABCDEFG',1,5,3)),list(zip_longest('ABCD','xy',fillvalue='-')),list(pairwise('ABC')),list(pairwise('')),list(pairwise('a')))
print(list(accumulate([3,4,6,2],max)),list(accumulate([],initial=1)),list(accumulate('abc')),list(takewhile(lambda x:x<5,[1,4,6,4])),list(dropwhile(lambda x:x<5,[1,4,6,4])),list(filterfalse(lambda x:x%2,range(6))),list(compress('ABCDEF',[1,0,1,0,1,1])),list(islice(cycle('ab'),5)),list(starmap(pow,[(2,5),(3,2)])),list(repeat(1,3)),list(chain.from_iterable(['AB','C'])))
import functools, operator, collections
