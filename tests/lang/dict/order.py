d = {}
for i in (5, 3, 9, 1):
    d[i] = str(i)
d[3] = "again"
print(list(d)); del d[9]; d[9] = "back"; print(list(d)); d.pop(5); d[5] = 1; print(list(d), d.popitem(), list(d)); d.update({3: 0, 8: 0, 1: 0}); print(d)
print(list({"b": 1, "a": 2, "c": 3}), list({"b": 1} | {"a": 1} | {"b": 2}), dict(z=1, y=2, x=3), {k: v for k, v in zip("qwerty", range(6))}, list({**{"p": 1, "q": 2}, "o": 3, **{"p": 4}}))
def f(**kw):
    return list(kw)
print(f(z=1, a=2, m=3), f(**{"k2": 1, "k1": 2}, k0=3), list(dict.fromkeys("mississippi")))
class C:
    z = 1
    a = 2
    def m(self): pass
    b = 3
print([k for k in C.__dict__ if not k.startswith("__")], list(vars(type("T", (), {"q": 1, "b": 2})))[:2])
c = C(); c.y = 1; c.x = 2; del c.y; c.y = 3; print(c.__dict__, list(vars(c)))
d = {1: "int", 1.0: "float", True: "bool", "1": "str"}; print(d, list(d))
d = {i: None for i in range(1000)}
for i in range(0, 1000, 2):
    del d[i]
for i in range(0, 1000, 4):
    d[i] = i
print(list(d)[:5], list(d)[498:505], len(d), list(d)[-1], list(reversed(d))[:3])
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, list({"a": 1, "b": 2}.items()) == list({"b": 2, "a": 1}.items()))
