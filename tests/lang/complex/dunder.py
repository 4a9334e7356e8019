class C:
    def __complex__(self):
        return 2 + 1j
class D:
    def __complex__(self):
        return 5
class F:
    def __float__(self):
        return 2.5
class S(complex):
    def __repr__(self):
        return "S" + complex.__repr__(self)
    def __add__(self, other):
        return S(complex(self) + other)
print(complex(C()), complex(F()), complex(F(), F()), S(1, 2), S(1, 2) + 1, 1 + S(1, 2), [S(1)], complex(S(1, 2)), type(complex(S(1, 2))), S("1+1j") == 1 + 1j, hash(S(2)) == 2)
for e in ("complex(D())", "complex(1, C())", "complex(object())", "complex(C(), 1)"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
print((1 + 2j).__add__(1), (1 + 2j).__add__("a"), (1 + 2j).__eq__(1), (1 + 2j).__lt__(1), (1 + 2j).__complex__(), (1 + 2j).__getnewargs__(), complex.__mro__)
