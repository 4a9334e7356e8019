class I:
    def __index__(self):
        return 3
class J:
    def __int__(self):
        return 8
class T:
    def __trunc__(self):
        return 6
class BadI:
    def __index__(self):
        return "x"
class BadInt:
    def __int__(self):
        return 1.5
class Sub(int):
    pass
class SubI:
    def __int__(self):
        return Sub(4)
    __index__ = __int__
import warnings
warnings.simplefilter("ignore")
print(int(I()), int(J()), int(T()), [1, 2, 3, 4][I()], "ab" * I(), hex(I()), bin(I()), oct(I()), range(I()), bytes(I()), chr(I() + 0 if False else 65), int(SubI()), type(int(SubI())))
for e in ("int(BadI())", "int(BadInt())", "[1][BadI()]", "[1][J()]", "'a' * J()", "range(J())", "hex(J())", "float(I())", "float(J())", "'abc'[BadI()]", "int('5', I())", "round(1.2345, I())", "complex(I())", "(5).to_bytes(I(), 'big')"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
