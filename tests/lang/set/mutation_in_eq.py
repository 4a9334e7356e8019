class Bad:
    def __init__(self, other=None): self.other = other
    def __eq__(self, o):
        if self.other is not None: self.other.clear()
        return False
    def __hash__(self): return 1
for name in "intersection union difference symmetric_difference issubset issuperset isdisjoint update discard add remove __contains__".split():
    for first in True, False:
        a, b = set(), set()
        a.add(Bad(a if first else b)); b.add(Bad(b if first else a))
        for i in range(20): a.add(100 + i)
        arg = b if name not in ("discard", "add", "remove", "__contains__") else Bad(a)
        try: r = getattr(a, name)(arg)
        except Exception as e: r = type(e).__name__
        print(name, first, r if isinstance(r, (bool, str)) else type(r).__name__)
