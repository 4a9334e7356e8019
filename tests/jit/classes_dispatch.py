# Dispatch by class: names of methods made from names of classes, isinstance, type(), getattr.

class Node:
    def accept(self, visitor):
        return getattr(visitor, "visit_" + type(self).__name__.lower())(self)

    def accept_or(self, visitor):
        method = getattr(visitor, "maybe_" + self.__class__.__name__, None)
        if method is None:
            return "none"
        return method(self)


class Number(Node):
    def __init__(self, value):
        self.value = value


class Name(Node):
    def __init__(self, name):
        self.name = name


class Sum(Node):
    def __init__(self, left, right):
        self.left = left
        self.right = right


class Product(Sum):
    pass


class Power(Sum):
    pass


class Evaluator:
    default = 5

    def __init__(self, names):
        self.names = names

    def visit_number(self, node):
        return node.value

    def visit_name(self, node):
        return self.names[node.name]

    def visit_sum(self, node):
        return node.left.accept(self) + node.right.accept(self)

    def visit_product(self, node):
        return node.left.accept(self) * node.right.accept(self) % 10007

    def maybe_Number(self, node):
        return node.value * 2

    def maybe_Sum(self, node):
        return [node.left.accept_or(self), node.right.accept_or(self)]


def build(depth, seed):
    if depth == 0:
        return Number(seed % 5) if seed % 2 else Name("xyz"[seed % 3])
    return (Sum if seed % 3 else Product)(build(depth - 1, seed * 7 % 101), build(depth - 1, seed * 11 % 103))


def kinds(values):
    counts = {}
    for v in values:
        kind = type(v).__name__
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def weigh(v):
    if isinstance(v, bool):
        return 1
    if isinstance(v, (int, float)):
        return 10
    if isinstance(v, (str, bytes)):
        return 100
    if isinstance(v, (list, tuple, (dict, set))):
        return 1000 + sum(map(weigh, v))
    if isinstance(v, Sum):
        return 10000 if isinstance(v, Product) else 20000
    if isinstance(v, Node):
        return 30000
    return 40000


def attributes(o, name):
    r = [getattr(o, "value", None), hasattr(o, "value"), hasattr(o, "missing"), getattr(o, "accept")]
    if hasattr(o, name):
        r.append(getattr(o, name))
    return len(r), r[:3], r[3].__name__


def same_type(a, b):
    return type(a) is type(b), a.__class__ is b.__class__, type(a) == Number


tree = build(6, 1)
for k in range(30):
    r = tree.accept(Evaluator({"x": k, "y": 2, "z": 3})), tree.accept_or(Evaluator({}))
print(r)
nodes = [Number(1), Name("n"), Sum(1, 2), Product(3, 4)] * 5
for k in range(40):
    r = kinds(nodes)
print(r)
print(kinds(nodes + [Power(1, 2), 3, "x", None, Number]))
values = [1, True, 2.5, "x", b"y", [1, "2"], (1,), {"a": 1}, None, Number(1), Sum(1, 2), Product(1, 2), {1}, 1 << 70]
for k in range(40):
    r = [weigh(v) for v in values]
print(r)
for k in range(40):
    r = attributes(nodes[k % 4], "name"), attributes(Number(k), "value"), same_type(nodes[k % 3], nodes[k % 5])
print(r)

# What was relied on changes.
try:
    Power(Number(1), Number(2)).accept(Evaluator({}))
except AttributeError as e:
    print(e)
Evaluator.visit_power = lambda self, node: 99
print(Sum(Power(1, 2), Number(1)).accept(Evaluator({})))
Number.__name__ = "Digit"
try:
    print(tree.accept(Evaluator({"x": 1, "y": 2, "z": 3})))
except AttributeError as e:
    print(e)
Evaluator.visit_digit = Evaluator.visit_number
print(tree.accept(Evaluator({"x": 1, "y": 2, "z": 3})))
print(kinds(nodes))
e = Evaluator({"x": 1, "y": 2, "z": 3})
e.visit_digit = lambda node: 1000
print(tree.accept(e))


class Liar(Node):
    @property
    def __class__(self):
        return Product

    value = 3


for k in range(30):
    r = weigh(Liar()), type(Liar()).__name__, Liar().__class__.__name__, same_type(Liar(), Product(1, 2))
print(r)


class Changing:
    pass


class Other:
    pass


def change(o, n):
    before = type(o).__name__
    if n == 35:
        o.__class__ = Other
    elif n == 36:
        o.extra = 1
    return before, type(o).__name__, isinstance(o, Changing), isinstance(o, Other), o.__class__.__name__


for k in range(40):
    r = change(Changing(), k)
    if k in (34, 35, 36, 37):
        print(r)


class Slots:
    __slots__ = ("a", "b")


def slots(s):
    return getattr(s, "a", "unset"), hasattr(s, "b")


s = Slots()
s.a = 1
for k in range(40):
    r = slots(s)
print(r, slots(Slots()))
