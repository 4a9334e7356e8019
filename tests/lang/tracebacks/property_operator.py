class V:
    def __init__(self, n): self.n = n
    @property
    def value(self): return self.n.missing
    def __add__(self, o): return V(self.value + o.value)
V(1) + V(2)
