class NoStr:
    def __repr__(self):
        return "repr"
class BadStr:
    def __str__(self):
        return 5
class BadRepr:
    def __repr__(self):
        return None
class Raises:
    def __str__(self):
        raise ValueError("in str")
class SubStr(str):
    pass
class RetSub:
    def __str__(self):
        return SubStr("sub")
print(str(NoStr()), repr(NoStr()), f"{NoStr()}", [NoStr()], str(RetSub()), type(str(RetSub())))
for e in ("str(BadStr())", "repr(BadRepr())", "str(BadRepr())", "[BadRepr()]; repr([BadRepr()])", "f'{BadStr()}'", "'%s' % BadStr()", "print(BadStr())", "str(Raises())", "repr(Raises) == repr(Raises)", "'{}'.format(BadStr())", "ascii(BadRepr())", "f'{Raises()}'", "str(None)", "str(NotImplemented)", "str(...)", "str(print)", "str(len)", "str(int)", "str([].append)[:30]", "str(str.upper)", "str(range(3))", "str(slice(1))", "str(type(None))", "str(ValueError('a'))", "repr(ValueError('a'))", "str(KeyError('a'))", "str(Exception())", "str(Exception(1, 2))", "str(object.__init__)", "str(dict.fromkeys)[:36]", "str(type.__call__)", "str(int.real)", "str(property.fget)"):
    try:
        exec("r = " + e) if ";" not in e else exec(e)
        print(e, "->", r)
    except Exception as x:
        print(e, type(x).__name__, x)
