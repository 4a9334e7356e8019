"""Subclasses of int, float, str, list, dict and tuple where exact types were hot."""


class I(int):
    def __add__(self, other):
        return "I+"

    def __lt__(self, other):
        return True

    def __bool__(self):
        return False

    def __index__(self):
        return 0


class F(float):
    def __mul__(self, other):
        return "F*"


class S(str):
    def __eq__(self, other):
        return "S=="

    __hash__ = str.__hash__


class L(list):
    def __getitem__(self, i):
        return "L[]"

    def __len__(self):
        return 99

    def __iter__(self):
        return iter("it")


class D(dict):
    def __getitem__(self, k):
        return "D[]"


class T(tuple):
    def __getitem__(self, i):
        return "T[]"


def add(a, b):
    return a + b


def multiply(a, b):
    return a * b


def less(a, b):
    return "less" if a < b else "not"


def equal(a, b):
    return a == b


def item(a, i):
    return a[i]


def truth(a):
    return 1 if a else 0


def walk(a):
    return [x for x in a], len(a)


for i in range(1500):
    add(i, 1), multiply(1.5, 2.0), less(i, 5), equal("a", "b"), item([1, 2], 0), item({"k": 1}, "k"), item((1,), 0), truth(i), walk([1])
print(add(I(1), 2), add(2, I(1)), add(I(1), I(2)), multiply(F(2), 3.0), multiply(3.0, F(2)), less(I(9), 1), less(1, I(0)))
print(equal(S("a"), "a"), equal("a", S("a")), item(L([5]), 0), item(D(k=1), "k"), item(T((1,)), 0), truth(I(5)), truth(F(0)), truth(L()))
print(walk(L([1])), walk(T((1, 2))), walk(D(a=1)), [1, 2, 3][I(2)], range(3)[I(2)], list(range(I(3))))
t = 0
for i in range(1000):
    t = t + (I(3) if i == 900 else 1) if isinstance(t, int) else t
print(t)
