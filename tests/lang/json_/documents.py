"""Documents made at random and odd ones: what is written of them, and read back."""
import json, random
r=random.Random(5)
def rs():
    k=r.random()
    if k<.5: return "".join(r.choice("abc def\"\\\n\té\x7f\x1f") for _ in range(r.randrange(0,40)))
    if k<.8: return "".join(chr(r.randrange(32,127)) for _ in range(r.randrange(0,60)))
    return "".join(r.choice(["ö","€","😀","x","\ud800","\u2028","\0"]) for _ in range(r.randrange(0,9)))
def rv(d=0):
    k=r.randrange(14 if d<5 else 9)
    if k==0: return None
    if k==1: return r.choice([True,False])
    if k in (2,3): return r.choice([0,-1,r.randrange(-10**6,10**6),r.randrange(-10**30,10**30), 2**60,-2**60,10**18,-10**18,10**17])
    if k in(4,5): return r.choice([0.0,-0.0,1.5,r.random(),r.random()*10**r.randrange(-300,300),1e22,1e23,5e-324,1.7976931348623157e308])
    if k<=8: return rs()
    if k<=10: return [rv(d+1) for _ in range(r.randrange(0,40 if r.random()<.1 else 5))]
    if k==11: return tuple(rv(d+1) for _ in range(r.randrange(0,3)))
    return {(rs() if r.random()<.3 else "k%d"%i if r.random()<.95 else r.choice([i,None,1.5,True])):rv(d+1) for i in range(r.randrange(0,70 if r.random()<.05 else 6))}
for i in range(120):
    v=rv()
    for kw in ({},{"indent":2},{"indent":"\t"},{"indent":"ö€"},{"indent":0},{"indent":3,"sort_keys":True},{"sort_keys":True},{"ensure_ascii":False},{"ensure_ascii":False,"indent":1,"separators":(" ; "," => ")},{"separators":(",",":")},{"separators":("€",":")}, {"skipkeys":True,"indent":1},{"allow_nan":False,"indent":1,"check_circular":False}):
        try: s=json.dumps(v,**kw)
        except Exception as e: s=repr(e)
        print(ascii(s)[:300],len(s))
        try: b=json.loads(s)
        except Exception as e: b=repr(e)
        print(ascii(b)[:300])
for d in (1,30,63,64,65,66,100,200,400):
    x=[]
    for _ in range(d): x=[x] if d%2 else {"a":x}
    for kw in ({},{"indent":1}): print(len(json.dumps(x,**kw)), json.loads(json.dumps(x,**kw))==x)
    y=inner=[]
    for _ in range(d): y=[y]
    inner.append(y)
    for kw in ({},{"indent":1}):
        try: print(len(json.dumps(y,**kw)))
        except ValueError as e: print(e)
class A:
    pass
a=A()
for f in (lambda o:o, lambda o:[o], lambda o:1/0, lambda o:"x"):
    for kw in ({},{"indent":1}):
        try: print(json.dumps([1,a,{"q":a}],default=f,**kw))
        except Exception as e: print(type(e),e)
        try: print(json.dumps([1,a],**kw))
        except Exception as e: print(type(e),e)
for v in (float("nan"),float("inf"),-float("inf")):
    for kw in ({},{"indent":1},{"allow_nan":False},{"allow_nan":False,"indent":1}):
        try: print(json.dumps([v,{v:v}],**kw))
        except Exception as e: print(type(e),e)
for v in ({1:2,"a":3},{(1,2):3},{2:1,1:2,3:3},{None:1},{1.5:2,1:0}, {True:1}):
    for kw in ({"sort_keys":True},{"sort_keys":True,"indent":1},{"indent":1},{"skipkeys":True},{"skipkeys":True,"indent":4}):
        try: print(json.dumps(v,**kw))
        except Exception as e: print(type(e),e)
import enum,collections
class E(enum.IntEnum): X=3
class F(float):
    def __repr__(self): return "f"
class S(str): pass
class D(dict):
    def items(self): return [("z",1)]
class L(list):
    def __iter__(self): return iter([7,8])
for v in (E.X,F(2.5),S("q\""),D(a=1),L([1]),collections.OrderedDict(b=1,a=2),collections.namedtuple("P","x y")(1,2)):
    for kw in ({},{"indent":1},{"sort_keys":True,"indent":1}):
        print(json.dumps([v,{S("k"):v}],**kw))
print(list(json.JSONEncoder(indent=1).iterencode([1,{"a":2}])))
# same shapes
txt='[{"a":1,"b":[{"a":2,"b":3}],"c":{}} , {"a":4,"b":5,"c":6},{"a":4,"b":5,"c":6,"d":7},{"a":1,"b":2},{"a":4,"x":5,"c":6},{"a":4,"b":5,"c":6},{"a":4,"b":5,"c":6},{"a":4,"a":5,"a":6},{"a":4,"a":5,"b":6}]'
for _ in range(4):
    v=json.loads(txt); print(v); v[0]["new"]=1; v[4].pop("a"); print(v[0],v[4], json.loads(txt,object_pairs_hook=list)); print(json.loads(txt,object_hook=lambda d:(d.pop("a",None),d.update(zz=1),d)[2]))
    print(json.loads(txt.replace('"c"','"ö"')+" "), json.loads(txt.replace('"c"','"€"')), json.loads(txt.replace('"c"','"\\u0041"')))
for s in ('{"a":1,"b":2','{"a":1 "b":2}','{"a":1,}','{"a":1,"b"}','{"a":1,"b":}','[1,','[1,]','[','{','{"a"','[1 ','"\\ud83d\\ude00"','"\\ud83d\\u12"','"\\ud83dx"','"abc\\','"\\u123','-','-1','1.','1.e5','1e','1e+','1E5','01','-0','-0.0','1.5e-','0.1e-400','1e400','123456789012345678','1234567890123456789','12345678901234567890123','1.2345678901234567890123','0.00000000000000000000012345','"a\tb"','nul','tru','NaN','-Infinity','-I', ' ', '', '\n[ ] ','[1]x', '{"a":1,"b":2,"b":3}','9007199254740993.0','1e22','1e23','0.1'):
    for pre in ("",'["€",','["😀",'):
        try: print(ascii(s),json.loads(pre+s+("]" if pre else "")))
        except Exception as e: print(ascii(s),type(e).__name__,e)
    try: print(json.loads(s,strict=False,parse_float=str,parse_int=lambda x:x,parse_constant=repr))
    except Exception as e: print(type(e).__name__,e)
