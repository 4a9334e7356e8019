"""Defaults, keywords, *args and **kwargs in hot calls, and the errors of wrong ones."""


def f(a, b=2, *rest, c=3, **more):
    return a + b + c + len(rest) * 10 + sum(more.values()) * 100


def g(a, /, b, *, c):
    return a - b - c


def loop(rounds):
    t = 0
    pair = (1, 2)
    named = {"c": 5}
    for i in range(rounds):
        t += f(i) + f(i, 1) + f(i, b=1) + f(1, 2, 3, 4) + f(*pair) + f(*pair, *pair, c=i) + f(a=1, **named)
        t += f(1, z=i) + g(i, 2, c=3) + g(i, c=1, b=2) + g(*pair, **named)
    return t


print(loop(1000))
f.__defaults__ = (50,)
f.__kwdefaults__ = {"c": 1000}
print(loop(1000))
f.__kwdefaults__ = None
try:
    loop(1)
except TypeError as e:
    print(e)
calls = [lambda: g(1, 2, 3), lambda: g(1, 2), lambda: g(a=1, b=2, c=3), lambda: f(), lambda: g(1, 2, c=3, d=4),
         lambda: f(1, a=2), lambda: f(*5), lambda: f(**{1: 2}), lambda: f(1, **5), lambda: f(1, 2, c=1, **{"c": 2})]
for call in calls * 2:
    for _ in range(100):
        try:
            call()
        except TypeError as e:
            text = str(e)
    print(text)
