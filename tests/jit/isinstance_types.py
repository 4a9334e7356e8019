# isinstance() of values of several built-in types: a test of the type, where that is all there is to it.


def kind(v):
    if isinstance(v, str): return "s"
    if isinstance(v, (int, float)): return "n"
    if isinstance(v, list): return "l"
    if isinstance(v, (dict, set, bytes)): return "d"
    return "?"
vals = ["a", 1, 2.5, True, None, [1], {}, set(), b"x", 1<<80, 1e300, (1,), {1:2}, "b"]
class S(str): pass
class L(list): pass
for k in range(300):
    r = [kind(v) for v in vals]
print(r)
print([kind(v) for v in [S("a"), L(), Exception(), kind, int]])
for k in range(300): r=[kind(v) for v in vals+[S("q"), L(), kind, int]]
print(r)
try: isinstance(1, (int, "x")); print(isinstance("a", (int, "x")))
except TypeError as e: print(e)
