import sys
sys.path.insert(0, "lib")
import lazy_pkg
print(hasattr(lazy_pkg, "one"))
import lazy_pkg.one
print(lazy_pkg.one.v, hasattr(lazy_pkg, "two"))
from lazy_pkg import two
print(two.v, lazy_pkg.two is two)
import lazy_pkg.one as o; print(o.v)
lazy_pkg.one = "rebound"; import lazy_pkg.one; print(lazy_pkg.one); from lazy_pkg import one; print(one)
import lazy_pkg.one as o2; print(o2)
print(lazy_pkg.dynamic, sorted(k for k in sys.modules if k.startswith("lazy_pkg")))
try: lazy_pkg.nothing
except AttributeError as e: print(e)
try: from lazy_pkg import nothing
except ImportError as e: print(str(e).split(" (")[0])
