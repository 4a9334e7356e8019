"""The depth at which RecursionError comes, in mixtures of Python and C recursion."""
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
def through_generator(n):
    at(n)
    for _ in through_generator_inner(n): pass
def through_generator_inner(n): yield through_generator(n + 1)
class Equal:
    def __init__(self, n): self.n = n
    def __eq__(self, other): at(self.n); return Equal(self.n + 1) == other
def through_eq(n): Equal(n) == 1
class Item:
    def __getitem__(self, n): at(n); return self[n + 1]
def through_item(n): Item()[n]
class Plus:
    def __init__(self, n): self.n = n
    def __add__(self, other): at(self.n); return Plus(self.n + 1) + other
def through_add(n): Plus(n) + 1
def handlers(n):
    try:
        at(n); handlers(n + 1)
    except RecursionError:
        raise
def finally_(n):
    try: at(n); finally_(n + 1)
    finally: pass

every = [plain, with_defaults, through_generator, through_item, through_eq, through_add, handlers, finally_]
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
reach(plain)

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
