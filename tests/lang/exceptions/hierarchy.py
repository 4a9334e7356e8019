import builtins
def tree(c, d=0):
    print("  " * d + c.__name__, c.__bases__[0].__name__)
    for s in sorted(c.__subclasses__(), key=lambda k: k.__name__):
        if s.__module__ == "builtins" and getattr(builtins, s.__name__, None) is s: tree(s, d + 1)
tree(BaseException)
print(OSError is IOError is EnvironmentError, [n for n in dir(builtins) if n.endswith("Error") or n.endswith("Exception") or n.endswith("Warning")])
for c in (Exception, ValueError, KeyError, OSError, StopIteration, SystemExit, KeyboardInterrupt, GeneratorExit, ImportError, NameError, AttributeError, UnicodeDecodeError, SyntaxError, AssertionError, Warning):
    print(c.__name__, c.__module__, c.__doc__)
