def f(x):
    match x:
        case []: return "empty"
        case [1]: return "just one"
        case [a]: return f"single {a}"
        case (1, 2): return "one two"
        case [1, *rest]: return f"one then {rest}"
        case [*init, 9]: return f"ends 9 {init}"
        case [a, *mid, "z"]: return f"{a} {mid} z"
        case [[a, b], *_]: return f"nested {a} {b}"
        case [a, b] if a == b: return "equal pair"
        case [_, _]: return "pair"
        case [a, (b, [c])]: return "never"
        case [x, *_, y]: return f"many {x} {y}"
        case _: return "no"
from collections import deque
import array
for v in ([], (), [1], [5], (1, 2), [1, 2], [1, 5, 6], [4, 9], [7, 8, 9], ["q", 1, "z"], [[1, 2], 3], [3, 3], [3, 4], (5, 6, 7), "abc", b"ab", bytearray(b"a"), {1: 2}, {1, 2}, range(3), range(1, 2), iter([1]), deque([1]), None, 5, array.array("i", [1, 2]), memoryview(b"ab")): print(type(v).__name__, f(v))
def g(x):
    match x:
        case *a, b: return a, b
        case a, : return a
def h(x):
    match x:
        case 1, 2, *_: return "12.."
        case a, b: return (a, b)
        case a,: return (a,)
print(g([1, 2, 3]), g((1,)), g([]), h([1, 2, 5]), h("ab"), h(["a", "b"]), h([7]))
match 1, 2:
    case x, y: print("tuple subject", x, y)
match *[1, 2], 3:
    case [*z]: print(z)
class Seq:
    def __len__(self): print("len"); return 2
    def __getitem__(self, i):
        print("get", i)
        if i > 1: raise IndexError
        return i * 10
import collections.abc
print(h(Seq())); collections.abc.Sequence.register(Seq); print(h(Seq()))
class MySeq(collections.abc.Sequence):
    def __len__(self): return 2
    def __getitem__(self, i): return ("m0", "m1")[i]
print(h(MySeq()))
class L(list): pass
print(h(L([1, 2, 3])), f(L()))
