# Fields of namedtuples and struct sequences, read again and again and then otherwise.
from collections import namedtuple
import time
from typing import NamedTuple

P = namedtuple("P", "x y")
Getter = type(P.x)


class Q(P):
    def total(self): return self.x + self.y
class R(NamedTuple):
    a: int
    b: str = "b"
class Short(tuple):
    first = Getter(0, None)
    tenth = Getter(10, None)
    last = Getter(-1, None)
    far = Getter(1 << 40, None)
class Called(tuple):
    call = Getter(0, "doc")
class Foreign:
    x = P.x


def read(o, name_or_error=None):
    try: return o.x
    except Exception as e: return type(e).__name__, str(e)
def first(o):
    try: return o.first
    except Exception as e: return type(e).__name__, str(e)
def others(o):
    out = []
    for f in (lambda: o.tenth, lambda: o.last, lambda: o.far):
        try: out.append(f())
        except Exception as e: out.append((type(e).__name__, str(e)))
    return out


for _ in range(3):
    for o in (P(1, 2), Q(3, 4), P._make([5, 6]), Foreign(), tuple.__new__(P, ()), tuple.__new__(Q, (7,))):
        print(read(o), end=" ")
    print(Q(1, 2).total(), R(1).a, R(2, "c").b, time.gmtime(0).tm_year)
    print(first(Short("abc")), first(Short()), others(Short("ab")), others(Short(range(11))))
    print(Called([len]).call("abc"))
q = Q(1, 2)
q.x_other = 1
try: q.x = 5
except AttributeError as e: print(e)
q.__dict__["x"] = "dict"
print(read(q), read(Q(8, 9)))
Q.x = property(lambda self: "property")
print(read(q))
del Q.x
print(read(q))
P.x = 5
print(read(q), read(P(1, 2)))
