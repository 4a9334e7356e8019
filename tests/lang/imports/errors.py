import sys
sys.path.insert(0, "lib")
for s in ("import nope", "import nope.sub", "import simple.sub", "from simple import nope", "from nope import x", "import pkg.nope", "from pkg import nope", "from pkg.sub import nope", "from . import x", "from .simple import x", "from .. import y", "import raises", "import broken_module", "from simple import *; print(x)", "import sys.nope", "import os.path.nope", "from os import path, nope", "from sys import nope", "import math.x", "__import__('')", "__import__('simple', level=1)", "__import__('simple', level=-1)", "__import__(5)", "import importlib; importlib.import_module('.x')", "import importlib; importlib.import_module('nope.x')", "from bad_all import *", "from bad_all2 import *", "import none_module"):
    sys.modules["none_module"] = None
    try: exec(s, {"__name__": "__main__", "__package__": None})
    except Exception as e: print(s, "|", type(e).__name__, str(e).replace(__file__.rsplit("/", 1)[0], "HERE").split(" (HERE")[0].split(" (unk")[0], getattr(e, "name", "-"))
print("raises" in sys.modules, "broken_module" in sys.modules, "pkg" in sys.modules)
try: import raises
except ValueError as e: print("second time", e)
sys.modules["fake"] = "a string"; import fake; print(fake)
sys.modules["fakepkg.sub"] = 5
try: import fakepkg.sub
except ImportError as e: print(e)
class Mod:
    attr = "from object"
sys.modules["objmod"] = Mod(); from objmod import attr; print(attr)
