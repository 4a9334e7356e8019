# Searches in a set whose members change it when they are compared.
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)


class H:
    def __init__(s,f,r): s.f=f;s.r=r;s.n=0
    def __hash__(s): return 3
    def __eq__(s,o):
        s.n+=1
        if s.n>30: return s.r
        s.f(); return s.r
for r in (True,False):
    for mut in ('s.clear()','s.clear();s.add(k)','s.add(99)','s.discard(1)','s.pop()','s.update(range(50))','s.clear();s.update([k,1])'):
        for act in ('s.add(H(lambda:None,False))','H(lambda:None,False) in s','s.discard(H(lambda:None,False))','s|{H(lambda:None,False)}','s=={H(lambda:None,False),1,2}','s<={H(lambda:None,False),1,2}', 's&{H(lambda:None,False)}', 's-{H(lambda:None,False)}','s.isdisjoint({H(lambda:None,False)})','s.update([H(lambda:None,False)])'):
            ns={'H':H}
            ns['f']=lambda:exec(mut,ns)
            ns['k']=H(ns['f'],r)
            exec('s={1,2,k}',ns)
            def go():
                v=eval(act,ns); 
                return (r,mut,act,v if not isinstance(v,set) else len(v),len(ns['s']), ns['k'].n)
            t(go)
