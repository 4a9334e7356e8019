class Loop:
    def __init__(self): self.ready = []; self.t = 0; self.log = []
    def task(self, co, name): self.ready.append((0, len(self.log), name, co))
    def run(self):
        while self.ready:
            self.ready.sort(key=lambda r: (r[0], r[2])); when, _, name, co = self.ready.pop(0); self.t = max(self.t, when)
            try: d = co.send(self.t)
            except StopIteration as e: print(self.t, name, "->", e.value)
            except Exception as e: print(self.t, name, "failed", repr(e))
            else: self.ready.append((self.t + d, 0, name, co))
class sleep:
    def __init__(self, d): self.d = d
    def __await__(self): return (yield self.d)
async def worker(name, n, d):
    total = 0
    for i in range(n):
        now = await sleep(d); total += now
        if name == "bad" and i == 1: raise ValueError("worker " + name)
    return total
async def parent(): return [await worker("c1", 2, 1), await worker("c2", 1, 5)]
l = Loop(); l.task(worker("a", 3, 2), "a"); l.task(worker("b", 2, 3), "b"); l.task(worker("bad", 3, 4), "bad"); l.task(parent(), "p"); l.run()
async def deep(n): return n if n == 0 else 1 + await deep(n - 1)
try: deep(100).send(None)
except StopIteration as e: print(e.value)
async def fin():
    try: await sleep(1)
    finally: print("cleanup")
c = fin(); c.send(None); c.close()
c = fin(); c.send(None)
try: c.throw(KeyError("t"))
except KeyError as e: print(repr(e))
try: c.send(None)
except RuntimeError as e: print(e)
