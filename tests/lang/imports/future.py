"""doc"""
from __future__ import annotations, division
def f(x: undefined_type = 1) -> also.undefined[5]: return x
print(f.__annotations__, f(), __doc__)
class C:
    a: List[int] = 3
    b: "quoted"
print(C.__annotations__)
import __future__; print(__future__.annotations.mandatory is None, __future__.division.compiler_flag)
for s in ("from __future__ import nope", "x = 1\nfrom __future__ import annotations", "from __future__ import braces", "from __future__ import *", "def f():\n from __future__ import annotations", "'doc'\nfrom __future__ import annotations\nfrom __future__ import division", "'doc';'x'\nfrom __future__ import division", "import os\nfrom __future__ import division", "from __future__ import barry_as_FLUFL\n1 <> 2"):
    try: compile(s, "s", "exec"); print("fine")
    except SyntaxError as e: print(e.msg, e.lineno, e.offset)
