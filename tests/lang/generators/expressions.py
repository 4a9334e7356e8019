x = 10
g = (x + i for i in range(3))
x = 100
print(list(g))
def src():
    print("source evaluated"); return [1, 2]
g = (print("body", i) or i for i in src() if print("cond", i) or True)
print("made"); print(list(g))
try:
    (i for i in 5)
except TypeError as e:
    print("eager", e)
g = (i for i in [1] for j in 5)
try: next(g)
except TypeError as e: print("lazy", e)
print(sum(i * i for i in range(10)), max((len(s), s) for s in ["a", "bbb", "cc"]), dict((i, i * i) for i in range(3)), "".join(str(i) for i in range(5)), sorted(-i for i in range(3)), any(i > 2 for i in range(5)), all(i < 5 for i in range(5)), tuple(i for i in "ab"), set(i % 2 for i in range(4)) == {0, 1}, list((i, j) for i in range(3) for j in range(i)), [*(i for i in range(2))])
fs = [lambda: i for i in range(3)]; print([f() for f in fs])
fs = list(lambda: i for i in range(3)); print([f() for f in fs])
class K:
    y = 5
    z = [y for _ in range(2)] if False else list(v for v in [y, y])
print(K.z)
def scope():
    a = 1
    return list(a + b for b in range(3) if b != a)
print(scope(), (lambda n: [k for k in (j * n for j in range(3))])(4))
g = (i for i in range(3)); print(g.__next__(), g.send(None), g.gi_code.co_name); g.close(); print(list(g))
