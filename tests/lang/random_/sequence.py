import random
for seed in (0, 1, 42, -5, 2**70, "text", b"bytes", 3.5, None if False else "é", True):
    r = random.Random(seed); print(repr(seed), [r.random() for _ in range(3)], r.randint(1, 100), r.randrange(10), r.getrandbits(70), r.choice("abcdef"), r.uniform(1, 2))
random.seed(7)
l = list(range(10)); random.shuffle(l); print(l, random.sample(range(100), 5), random.choices("abc", k=5), random.choices([1, 2], weights=[1, 10], k=6), random.choices("xyz", cum_weights=[1, 2, 10], k=4), random.gauss(0, 1), random.normalvariate(0, 1), random.expovariate(2), random.betavariate(1, 2), random.triangular(0, 10, 3), random.lognormvariate(0, 1), random.vonmisesvariate(0, 1), random.gammavariate(2, 1), random.paretovariate(3), random.weibullvariate(1, 2), random.randbytes(5), random.randrange(5, 50, 7), random.randint(-10**30, 10**30), random.getrandbits(1), random.getrandbits(0), random.sample([1, 2, 3], 3), random.sample("ab", counts=[2, 1], k=2))
s = random.getstate(); a = [random.random() for _ in range(700)]; random.setstate(s); print([random.random() for _ in range(700)] == a, sum(a), s[0], len(s[1]))
r = random.Random(99); print(sum(r.getrandbits(32) for _ in range(2000)), [r.randrange(2**k) for k in (1, 31, 32, 33, 53, 64, 100)], r.random())
for e in ("random.randrange(0)", "random.randint(2, 1)", "random.choice([])", "random.sample([1], 2)", "random.sample({1}, 1)", "random.getrandbits(-1)", "random.randrange(1, 5, 0)", "random.choices([], k=1)", "random.choices([1, 2], weights=[1])", "random.seed([])", "random.shuffle((1, 2))", "random.randrange(1.5)", "random.setstate(5)", "random.choices([1], [0])", "random.getrandbits('a')", "random.random(1)"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
class R(random.Random):
    def random(self): return 0.5
print(R(1).randrange(10), R().uniform(0, 10), R().choice("abc"))
