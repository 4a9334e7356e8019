x = "outer"
l = [x for x in range(3)]; print(l, x)
d = {x: x for x in "ab"}; s = {x for x in "c"}; g = list(x for x in "d"); print(d, s, g, x)
def f():
    y = 10
    r = [y + i for i in range(2)]
    try: i
    except NameError as e: print(e)
    fs = [lambda: i for i in range(3)]
    gs = [lambda i=i: i for i in range(3)]
    return r, [h() for h in fs], [h() for h in gs]
print(f())
class C:
    a = 5
    b = [a for _ in range(0)] if False else [z for z in (a, a)]
    c = [z for z in range(a)]
    try: d = [a for _ in range(1)]
    except NameError as e: print(e)
    e = [i for i in [a] for _ in [1]]
print(C.b, C.c, C.e)
print([(i, j) for i in range(3) for j in range(i)], [i for i in range(10) if i % 2 if i % 3], [[j for j in range(i)] for i in range(3)], [i for i in [j for j in range(3)]], {i: {j: i * j for j in range(2)} for i in range(2)}, [y := 5, y ** 2], [last := i for i in range(3)], last, [i for sub in [[1, 2], [3]] for i in sub], [a + b for a, b in [(1, 2), (3, 4)]], [a for a, *b in ["xyz"]], [b for a, *b in ["xyz"]], [i if i else "zero" for i in range(2)], [(lambda q: q * 2)(i) for i in range(3)], [*(i for i in "ab")], [[i] for i in ()], sum([i for i in range(100)]), [i for i in range(5) if i > 1 and i < 4], [i for i in (1, 2) for i in (3, 4)])
print({**{k: v for k, v in zip("ab", range(2))}}, {k.upper(): v for k, v in {"a": 1}.items() if v}, {i % 3 for i in range(10)} == {0, 1, 2}, {a: b for a in "xy" for b in range(2)})
any((hit := n) > 3 for n in range(10)); print(hit)
def h():
    total = 0
    vals = [total := total + v for v in range(5)]
    return vals, total
print(h())
def k(n):
    def inner(): return [n * i for i in range(3)]
    return [inner() for _ in range(2)]
print(k(2), [locals().get("q", "none") for q in (1,)], sorted([k for k in {"b": 1, "a": 2}]))
it = iter(range(10)); print([next(it) for _ in range(3)], list(it))
print([i for i in range(3) if (lambda: i)() == 1], [x for x in x], [[x for x in "yz"] for x in x][0])
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [n for row in matrix for n in row if n % 2 == 0], {(i, j): v for i, row in enumerate(matrix) for j, v in enumerate(row)})
del x
try: [x for _ in [1]]
except NameError as e: print(e)
try: [u for u in [1]] and u
except NameError as e: print(e)
