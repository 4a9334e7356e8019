"""Operators that classes define: inlined, called, declined, replaced."""


class V:
    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        if isinstance(other, V):
            return V(self.x + other.x)
        return NotImplemented

    def __sub__(self, other):
        return V(self.x - (other.x if isinstance(other, V) else other))

    def __mul__(self, k):
        return V(self.x * k)

    def __rmul__(self, k):
        return V(k * self.x + 1)

    def __iadd__(self, other):
        self.x += other.x
        return self

    def __truediv__(self, other):
        return V(self.x / other)

    def __repr__(self):
        return f"V({self.x})"


class Sub(V):
    def __radd__(self, other):
        return "sub", other.x, self.x


class Other:
    def __radd__(self, other):
        return "reflected", other.x

    def __rsub__(self, other):
        return "never"


class Long:
    """Its method is too large to be inlined, and declines now and then."""

    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        if other == 7:
            return NotImplemented
        a = self.n + 1; b = a + 1; c = b + 1; d = c + 1; e = d + 1; f = e + 1; g = f + 1; h = g + 1
        a = a * b - c + d * e - f + g * h - a + b * c - d + e * f - g + h * a - b + c * d - e + f * g
        b = a * b - c + d * e - f + g * h - a + b * c - d + e * f - g + h * a - b + c * d - e + f * g
        c = a * b - c + d * e - f + g * h - a + b * c - d + e * f - g + h * a - b + c * d - e + f * g
        d = a * b - c + d * e - f + g * h - a + b * c - d + e * f - g + h * a - b + c * d - e + f * g
        e = a * b - c + d * e - f + g * h - a + b * c - d + e * f - g + h * a - b + c * d - e + f * g
        return (a + b + c + d + e + other) % 1000003


def sums(n, first, second):
    total = first
    for i in range(n):
        total = total + second
    return total


def scaled(n, v, k):
    total = V(0)
    for i in range(n):
        total += v * k - i
    return total


def raises(n, v, k):
    seen = []
    for i in range(n):
        try:
            v / (i - k)
        except ZeroDivisionError as e:
            seen.append((i, str(e), e.__traceback__.tb_next.tb_frame.f_code.co_name))
    return seen


def each(left, rights):
    out = []
    for right in rights:
        try:
            out.append(left + right)
        except TypeError as e:
            out.append(str(e))
    return out


def longs(n, m):
    left = Long(3)
    out = 0
    for i in range(n):
        try:
            out += left + i % m
        except TypeError as e:
            out -= 1
    return out


def places(items, *containers):
    out = []
    for item in items:
        row = 0
        for container in containers:
            row = row * 2 + (item in container)
            if item not in container:
                row += 1000
        if item in ("a", "b", 3):
            row += 1000000
        out.append(row)
    return out


for rounds in 3, 200, 3000:
    print(sums(rounds, V(1), V(2)))
    print(scaled(rounds, V(2), 3), scaled(rounds, V(2), 0.5), scaled(rounds, V(0.5), 2))
print(raises(2000, V(1), 1500), raises(2000, V(1.5), 1999))
print(each(V(1), [V(2)] * 1000 + [Other(), Sub(3), 4, "x", None, V(5), Sub(1)])[-8:])
print(each(V(1), [V(2), Other()] * 1000)[-3:], each(V(1), [3] * 1000)[-1], each(V(1), [Sub(2)] * 1000)[-1])
print(each(1, [V(2)] * 100)[-1], longs(3000, 5), longs(3000, 9))
print(sums(2000, V(1.5), V(2)), sums(100, 1, 2), sums(100, "a", "b")[-3:])


def replaced(self, other):
    return V(self.x + 100)


def change(n, v):
    for i in range(n):
        v = v + v
        v.x %= 1000
        if i == n - 5:
            V.__add__ = replaced
    return v


add = V.__add__
print(change(3000, V(1)))
V.__add__ = add
print(change(3000, V(1)))
V.__add__ = add
print(3 * V(2), scaled(10, V(1), V(1).x))

words = "a b c hello world x a".split()
d, s = dict.fromkeys("abc", 1), set("axy")
print(places(words * 300, d, s, "abc", ["a"], ("x",))[-7:])
print(places([1, 2, 3, 10 ** 30, 2.0, "a", None, (1,)] * 300, {1: 2, 3: 4}, {2, 3}, (1, "a"), [None], frozenset((1, 2)))[-8:])
try:
    places(["a"] * 500 + [[]], d, s)
except TypeError as e:
    print(e)
try:
    places(["a"] * 500 + [1], "abc")
except TypeError as e:
    print(e)
