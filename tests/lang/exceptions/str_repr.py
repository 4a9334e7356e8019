for e in (Exception(), Exception("a"), Exception("a", 1), Exception(None), Exception(["x"]), ValueError(""), KeyError("k"), KeyError("k", 2), KeyError(), KeyError(1), KeyError("it's"), OSError(), OSError("m"), OSError(2, "No such file"), OSError(2, "No such", "file.txt"), OSError(2, "x", "a", None, "b"), OSError(9999, "zz"), StopIteration(), StopIteration(5), SystemExit(), SystemExit(3), SystemExit(1, 2), ImportError("m", name="n", path="p"), ImportError(), NameError("m", name="n"), AttributeError("m", name="n", obj=5), SyntaxError("m"), SyntaxError("m", ("f", 1, 2, "text")), SyntaxError("m", ("f", 1, 2, "text", 3, 4)), SyntaxError(), UnicodeDecodeError("utf-8", b"ab", 0, 1, "r"), UnicodeDecodeError("utf-8", b"abc", 0, 2, "r"), UnicodeEncodeError("ascii", "é", 0, 1, "r"), UnicodeEncodeError("ascii", "é日", 0, 2, "r"), UnicodeEncodeError("ascii", "\ud800", 0, 1, "r"), UnicodeEncodeError("ascii", "😀", 0, 1, "r"), UnicodeTranslateError("é", 0, 1, "r"), AssertionError("x"), Exception("é", "日"), Exception("multi\nline"), Exception((1,)), Exception(Exception("in")), BaseException(1), ExceptionGroup("g", [ValueError(1)]), BaseExceptionGroup("g", [KeyboardInterrupt()]), ExceptionGroup("g", [ValueError(1), TypeError(2)])):
    print(repr(e), "|", str(e), "|", e.args)
e = OSError(13, "perm", "f1", None, "f2"); print(e.errno, e.strerror, e.filename, e.filename2, type(e).__name__)
for n in (1, 2, 4, 9, 10, 11, 13, 17, 20, 21, 32, 104, 110, 111, 3, 103): print(n, type(OSError(n, "x")).__name__)
e = SyntaxError("m", ("f", 1, 2, "text", 3, 4)); print(e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e.print_file_and_line)
e = ImportError("m", name="n", path="p"); print(e.msg, e.name, e.path); e = StopIteration(7); print(e.value); e = SystemExit((1, 2)); print(e.code); print(SystemExit(1, 2).code, SystemExit().code)
e = UnicodeDecodeError("utf-8", b"ab", 0, 1, "r"); e.reason = "new"; e.start = 1; e.end = 2; print(e)
class C(Exception):
    def __init__(self, a, b): self.a, self.b = a, b
print(repr(C(1, 2)), str(C(1, 2)), C(1, 2).args)
class D(Exception):
    def __init__(self, a): super().__init__("wrapped " + a)
    def __str__(self): return "D str"
print(repr(D("x")), str(D("x")))
class F(OSError):
    def __init__(self, x): super().__init__(2, "custom"); self.x = x
print(F(9), F(9).errno, F(9).args, F(9).x)
for s in ("OSError(1, 2, 3, 4, 5, 6)", "ImportError(foo=1)", "UnicodeDecodeError()", "UnicodeDecodeError('utf-8', 'str', 0, 1, 'r')", "UnicodeEncodeError('a', b'b', 0, 1, 'r')", "SyntaxError('m', 5)", "SyntaxError('m', (1, 2))", "ValueError(x=1)", "NameError('x', foo=1)", "BaseException(a=1)", "KeyError(k=1)", "StopIteration(value=1)", "AttributeError('m', name='n').name", "NameError('m').name", "ExceptionGroup('a', [])", "ExceptionGroup('a', 5)", "ExceptionGroup(5, [ValueError()])", "ExceptionGroup('a', [5])", "ExceptionGroup('a', [KeyboardInterrupt()])", "ExceptionGroup('a')", "BaseExceptionGroup('a', [ValueError()]).__class__"):
    try: print(s, repr(eval(s)))
    except Exception as x: print(s, type(x).__name__, x)
