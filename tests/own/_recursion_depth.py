"""The depth at which RecursionError comes, in mixtures of Python and C recursion.
What counts as C recursion differs from CPython's in places; the rest of this is
tests/lang/calls/recursion_depth.py."""
import functools
import sys

deepest = 0
def reach(f, *args):
    """Calls f until RecursionError; prints how deep it said it came."""
    global deepest
    deepest = 0
    try:
        f(1, *args)
        end = "returned"
    except RecursionError as e:
        end = str(e)
    print(f.__name__, deepest, end)
def at(n):
    global deepest
    if n > deepest: deepest = n

def plain(n): at(n); plain(n + 1)
def with_defaults(n, a=1, *, b=2): at(n); with_defaults(n + 1, b=n)
def through_sorted(n): at(n); sorted([0], key=lambda x: through_sorted(n + 1))
def through_map(n): at(n); list(map(through_map, [n + 1]))
def through_reduce(n): at(n); functools.reduce(lambda a, b: through_reduce(n + 1), [1, 2])
def through_exec(n): at(n); exec("through_exec(n + 1)")
def through_eval(n): at(n); eval("through_eval(n + 1)")
def through_generator(n):
    at(n)
    for _ in through_generator_inner(n): pass
def through_generator_inner(n): yield through_generator(n + 1)
def through_yield_from(n): list(delegating(n))
def delegating(n): at(n); yield from delegating(n + 1)
class Repr:
    def __init__(self, n): self.n = n
    def __repr__(self): at(self.n); return repr(Repr(self.n + 1))
def through_repr(n): repr(Repr(n))
class InList:
    def __init__(self, n): self.n = n
    def __repr__(self): at(self.n); return repr([InList(self.n + 1)])
def through_list_repr(n): repr(InList(n))
class Equal:
    def __init__(self, n): self.n = n
    def __eq__(self, other): at(self.n); return Equal(self.n + 1) == other
def through_eq(n): Equal(n) == 1
class EqualInList:
    def __init__(self, n): self.n = n
    def __eq__(self, other): at(self.n); return [EqualInList(self.n + 1)] == [other]
def through_list_eq(n): EqualInList(n) == 1
class Init:
    def __init__(self, n): at(n); Init(n + 1)
def through_init(n): Init(n)
class Attribute:
    def __getattr__(self, name): at(len(name)); return getattr(self, name + "x")
def through_getattr(n): Attribute().x
class Item:
    def __getitem__(self, n): at(n); return self[n + 1]
def through_item(n): Item()[n]
class Plus:
    def __init__(self, n): self.n = n
    def __add__(self, other): at(self.n); return Plus(self.n + 1) + other
def through_add(n): Plus(n) + 1
class Called:
    def __call__(self, n): at(n); self(n + 1)
def through_call(n): Called()(n)
class Meta(type):
    def __instancecheck__(cls, o): at(o); return isinstance(o + 1, cls)
class Checked(metaclass=Meta): pass
def through_isinstance(n): isinstance(n, Checked)
def partials(n): at(n); functools.partial(partials, n + 1)()
def handlers(n):
    try:
        at(n); handlers(n + 1)
    except RecursionError:
        raise
def finally_(n):
    try: at(n); finally_(n + 1)
    finally: pass

every = [plain, with_defaults, through_sorted, through_map, through_reduce, through_generator,
         through_yield_from, through_repr, through_list_repr, through_init, through_item,
         through_getattr, through_call, through_isinstance, partials, handlers, finally_, through_exec,
         through_eval, through_eq, through_list_eq, through_add]
for f in every: reach(f)
for limit in 150, 3000, 90:
    sys.setrecursionlimit(limit)
    for f in every: reach(f)

# The limit changed in the middle.
sys.setrecursionlimit(200)
def raising(n):
    at(n)
    if n == 100: sys.setrecursionlimit(400)
    raising(n + 1)
reach(raising)
def lowering(n):
    at(n)
    if n == 100: sys.setrecursionlimit(150)
    lowering(n + 1)
reach(lowering)
sys.setrecursionlimit(1000)
def too_low(n):
    if n == 300:
        for limit in 299, 300, 301, 302, 303, 310:
            try: sys.setrecursionlimit(limit); print(limit, "set")
            except RecursionError as e: print(e)
        return
    too_low(n + 1)
too_low(1)
reach(plain)
sys.setrecursionlimit(1000)
class Low:
    def __repr__(self):
        try: sys.setrecursionlimit(2)
        except RecursionError as e: return str(e)
print(repr(Low()), [Low()], sorted([1], key=lambda x: print(Low())))

# What a handler can still do at the limit, and that all of it is given back.
def handled(n):
    try: return handled(n + 1)
    except RecursionError:
        try: return plain(n)
        except RecursionError: return n
for _ in range(3): print(handled(1))
reach(plain)

# Nested data, no Python calls: only the C recursion counts.
for n in 900, 990, 1100:
    nested = []
    for _ in range(n): nested = [nested]
    try: print(n, len(repr(nested)))
    except RecursionError as e: print(n, e)
reach(plain)
