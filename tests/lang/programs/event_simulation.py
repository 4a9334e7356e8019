import heapq, random
from dataclasses import dataclass, field
@dataclass(order=True)
class Event:
    time: float; seq: int; name: str = field(compare=False); fn: object = field(compare=False, repr=False)
class Sim:
    def __init__(self, seed): self.q, self.now, self.n, self.rng, self.stats = [], 0.0, 0, random.Random(seed), {}
    def at(self, dt, name, fn): self.n += 1; heapq.heappush(self.q, Event(self.now + dt, self.n, name, fn))
    def run(self, until):
        while self.q and self.q[0].time <= until:
            e = heapq.heappop(self.q); self.now = e.time; self.stats[e.name] = self.stats.get(e.name, 0) + 1; e.fn()
class Bank:
    def __init__(self, sim, tellers): self.s, self.free, self.line, self.waits = sim, tellers, [], []
    def arrive(self):
        self.line.append(self.s.now); self.serve(); self.s.at(self.s.rng.expovariate(1.0), "arrive", self.arrive)
    def serve(self):
        while self.free and self.line: self.free -= 1; self.waits.append(self.s.now - self.line.pop(0)); self.s.at(self.s.rng.uniform(0.5, 2.5), "done", self.done)
    def done(self): self.free += 1; self.serve()
for tellers in (1, 2, 3):
    s = Sim(42); b = Bank(s, tellers); s.at(0, "arrive", b.arrive); s.run(500)
    print(tellers, s.stats, len(b.line), f"{sum(b.waits) / len(b.waits):.4f}", f"{max(b.waits):.4f}", repr(s.now))
print(Event(1.5, 2, "x", None), Event(1, 1, "a", 1) < Event(1, 2, "b", 2))
