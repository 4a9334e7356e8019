# A callee that is one of several natives: what one of them asserts of its arguments is not known to the others.


class Token:
    def __init__(self, value, show=None):
        self.value = value
        self.show_ = show

    def show(self):
        convert = self.show_ or repr
        return "<%s>" % convert(self.value)


def main():
    out = []
    tokens = [Token(1), Token("a", str), Token(2.5, hash), Token((1, "b")), Token([3], len), Token(None)]
    for _ in range(120):
        for token in tokens:
            out.append(token.show())
    return out


def pick(kind, x):
    f = len if kind else ord
    return f(x)


print(main()[-6:], [pick(i % 2, "q") for i in range(200)][-2:])
try:
    pick(0, "qq")
except TypeError as e:
    print(e)
try:
    pick(1, 5)
except TypeError as e:
    print(e)
print(pick(1, [1, 2, 3]))
