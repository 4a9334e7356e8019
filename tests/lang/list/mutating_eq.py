# Comparing and searching lists and dicts whose members change them when they are compared.
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
class E:
    def __init__(s,f,r=True): s.f=f; s.r=r; s.n=0
    def __eq__(s,o):
        s.n+=1
        if s.n<50: s.f()
        return s.r
    def __lt__(s,o): s.f(); return s.r
    __hash__=lambda s:1
def cases():
    for r in (True,False):
        for op in ('==','!=','<','<='):
            for mut in ('a.clear()','b.clear()','a.append(1)','b.append(1)','a.pop()','b.pop()','a[:]=[9,9,9]','b[0]=7','a.insert(0,3)','del a[0]'):
                for pre in ('[E(f,r),1,2]','[0,E(f,r),2]'):
                    for other in ('[5,1,2]','[0,1,2]','[0,1,3,4]'):
                        yield r,op,mut,pre,other
for r,op,mut,pre,other in cases():
    ns={'E':E,'r':r}
    ns['f']=lambda:exec(mut,ns)
    exec('a=%s;b=%s'%(pre,other),ns)
    t(lambda:(op,mut,pre,other,eval('a %s b'%op,ns)))
for r in (True,False):
  for mut in ('a.clear()','b.clear()','a[9]=1','b[9]=1','a.pop(1,None)','b.pop(1,None)','a[1]=77','b.update(a)','a.popitem()'):
    for order in ('a==b','b==a','a!=b'):
        ns={'E':E,'r':r}
        ns['f']=lambda:exec(mut,ns)
        exec('a={1:E(f,r),2:3};b={1:5,2:3}',ns); t(lambda:(mut,order,eval(order,ns)))
        exec('a={E(f,r):1,2:3};b={E(f,r):1,2:3}',ns); t(lambda:(mut,order,eval(order,ns)))
for meth in ('index(5)','count(5)','remove(5)','__contains__(5)'):
    for r in (True,False):
        for mut in ('a.clear()','a.append(5)','a.pop()','del a[0]','a.insert(0,4)'):
            ns={'E':E,'r':r}
            ns['f']=lambda:exec(mut,ns)
            exec('a=[1,E(f,r),2,5]',ns); t(lambda:(meth,r,mut,eval('a.'+meth,ns),len(ns['a'])))
