class Shape:
    def area(self):
        return self.size


class Square(Shape):
    def __init__(self, size):
        self.size = size


class Named(Shape):
    def __init__(self, size):
        self.name = "n"
        self.size = size


class Lazy:
    def __getattr__(self, name):
        return 3


def classes(n):
    return [type(f"Class{i}", (Shape,), {})() for i in range(n)]


def total(shapes):
    result = 0
    for shape in shapes:
        result += shape.size
    return result


def few(shapes):
    for shape in shapes:
        shape.size


def one(shapes):
    for shape in shapes:
        shape.size


def computed(lazy):
    for i in range(100):
        lazy.size


def same(shape):
    for i in range(100):
        shape.size


many = classes(9)
for i, shape in enumerate(many):
    shape.size = i
print(total(many * 50))
few([Square(1), Named(2)] * 50)
a, b = Square(1), Square(2)
a.first = 1
b.second = 2
one([a, b] * 50)
computed(Lazy())
same(Square(4))
