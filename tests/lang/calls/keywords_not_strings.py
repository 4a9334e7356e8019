def tr(f):
    try: print("ok", f())
    except Exception as e: print(type(e).__name__, e)
def b(*a,**k): return k
class C:
    def __init__(s,**k): pass
    def m(s,**k): pass
class K:
    def __hash__(s): return hash('a')
    def __eq__(s,o): return o=='a'
    def __str__(s): return 'kk'
for s in ("b(**{1:2})","b(a=1,**{1:2})","dict(**{1:2})","dict(a=1,**{1:2})","C(**{1:2})","C().m(**{1:2})","print(**{1:2})","len(**{1:2})","sorted([1],**{1:2})","max(1,2,**{1:2})","b(a=1,**{K():1})","b(**{'a':1},**{K():1})","type('X',(),{},**{1:2})","int(**{1:2})"):
    print(s,end=' '); tr(lambda: eval(s))
