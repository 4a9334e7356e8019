for s in ("for 5 in x: pass", "for f() in x: pass", "for x in: pass", "for x y: pass", "with a as 5: pass", "with a as f(): pass",
    "with (a as b, c as 5): pass", "import a.b as c.d", "from a import b.c", "from a import (b)", "from a import ()", "from a import b,",
    "from a import (b,)", "from a import *", "def f(): from a import *", "from . import *", "import *", "from a import b as c.d",
    "import a as b, c as d", "from .. a import b", "from ...a import b"):
    try: compile(s, "s", "exec"); print("fine", s)
    except SyntaxError as e: print(s, "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
