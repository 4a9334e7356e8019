# Long chains must not exhaust any stack when marked or freed.
class N:
    __slots__ = ("next",)
    def __init__(self, n): self.next = n
head = None
for _ in range(300000): head = N(head)
import gc; gc.collect(); n = 0; p = head
while p: n += 1; p = p.next
print(n); head = p = None; gc.collect()
l = None
for _ in range(300000): l = [l]
gc.collect(); n = 0
while l: l = l[0]; n += 1
print(n); d = {}
for _ in range(200000): d = {"k": d}
gc.collect(); d = None; t = ()
for _ in range(200000): t = (t, 1)
gc.collect(); t = None; f = lambda: 0
for _ in range(100000): f = (lambda g: lambda: g)(f)
gc.collect(); f = None; it = iter([1])
for _ in range(50000): it = (lambda i: i)(iter([it]))
gc.collect(); it = None; gc.collect(); print("done")
