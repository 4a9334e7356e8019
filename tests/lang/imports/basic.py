import sys
sys.path.insert(0, "lib")
import simple
print(simple.x, simple.__name__, simple.__file__.endswith("lib/simple.py"), simple.__doc__, simple.__package__ == "", type(simple).__name__, "simple" in sys.modules)
import simple as s2; print(s2 is simple)
from simple import x, f as g, Cls; print(x, g(), Cls.__module__, g.__module__)
import pkg; print(pkg.value, pkg.__path__[0].endswith("lib/pkg"), pkg.__name__, pkg.__package__, hasattr(pkg, "sub"))
import pkg.sub.leaf; print(pkg.sub.leaf.name, pkg.sub.__name__, pkg.sub.leaf.__package__)
import pkg.sub.leaf as leaf; print(leaf is pkg.sub.leaf)
from pkg import sub, other; print(sub.__name__, other.__name__)
from pkg.sub import leaf as l3, leaf; print(l3 is leaf)
from pkg.relative import *; print(sorted(n for n in dir() if n.startswith("rel_")), rel_a)
from star_all import *; print(exported, "_hidden_exported" in dir(), "not_exported" in dir())
from star_plain import *; print(plain, "_private" in dir(), "os" in dir())
import pkg.other as po, simple as so; print(po.up, so is simple)
def local():
    import simple as inner
    from pkg import value as v
    return inner.x, v
print(local(), "inner" in dir())
print(__import__("pkg.sub.leaf").__name__, __import__("pkg.sub.leaf", fromlist=["name"]).__name__, __import__("simple", globals(), locals(), [], 0).x)
import importlib; print(importlib.import_module("pkg.sub.leaf") is leaf, importlib.import_module(".leaf", "pkg.sub") is leaf)
simple.x = "changed"; import simple; print(simple.x); importlib.reload(simple); print(simple.x)
del sys.modules["simple"]; import simple as again; print(again is simple, again.x)
