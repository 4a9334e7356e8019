"""Functions of cmath in hot code: by the parts of their arguments, errors included."""

import cmath

functions = (cmath.acos, cmath.acosh, cmath.asin, cmath.asinh, cmath.atan, cmath.atanh, cmath.cos, cmath.cosh, cmath.exp,
             cmath.log10, cmath.sin, cmath.sinh, cmath.sqrt, cmath.tan, cmath.tanh)


def waves(n):
    total = 0j
    for k in range(n):
        total += cmath.exp(-2j * cmath.pi * k / n) * cmath.sqrt(k + 1j)
    return total


def reals(n):
    total = 0.0
    for k in range(n):
        total += cmath.sqrt(k).real + cmath.exp(k * 0.01).imag + cmath.sqrt(-1.5 * k).imag
    return total


def explode(z):
    return cmath.exp(z)


def caught(z):
    try:
        return cmath.log10(z)
    except ValueError as e:
        return "caught", str(e)


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


class Complex(complex):
    pass


class Like:
    def __complex__(self):
        return 2 + 1j


for round in range(3):
    print(waves(300), reals(300))
for f in functions:
    def g(z):
        return f(z)

    for k in range(60):
        g(complex(k * 0.25 - 5, 0.5 * k - 9.25))
    print(*[attempt(g, z) for z in (0j, -0.0 + 0j, 1j, -2.5 - 1e-300j, 1e300 + 1e300j, complex("inf"), complex("nan+1j"), 3, 2.5, True,
                                    2**70, Complex(1, 2), Like(), "1", None)])
for k in range(60):
    explode(1j * k), caught(1j + k)
print(attempt(explode, 1000 + 1j), explode(-1000 + 1j), caught(0j), caught(0), caught(2))
