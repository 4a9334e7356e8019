"""gi_frame of suspended hot generators."""


def gen(n):
    total = 0
    for i in range(n):
        total += i
        got = yield total
        if got:
            total = got


g = gen(3000)
for _ in range(2000):
    last = next(g)
print(last, g.gi_frame.f_lineno, sorted(g.gi_frame.f_locals.items()), g.gi_running)
g.send(0.5)
print(g.gi_frame.f_locals["total"], g.gi_suspended)
for _ in g:
    pass
print(g.gi_frame)
