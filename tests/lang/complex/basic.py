print(1j, 2 + 3j, -1j, 1 - 0j, complex(0, -0.0), complex(-0.0, 0), complex(-0.0, -0.0), 1.5 + 2.5j, 1e20j, 1e-10j, complex("inf"), complex("nan+infj"), complex(float("inf"), float("nan")), -0j, +1j)
a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, a ** 2, a ** 0, a ** -1, abs(a), -a, +a, a == b, a != b, a.real, a.imag, a.conjugate(), bool(a), bool(0j), hash(a) == hash(3 + 4j))
print(a + 1, 1 + a, a - 1.5, 2 * a, a / 2, 1 / a, 2 ** (1 + 0j), a == 3, 3 + 0j == 3, 3.0 == 3 + 0j, True + 1j, 2**70 + 1j)
print(hash(3 + 0j) == hash(3), hash(0.5 + 0j) == hash(0.5), {1: 2}[1 + 0j], type(1j * 1j), (1j * 1j), sum([1j, 2]), 1j ** 2, (1 + 1j) ** 3, (1 + 1j) ** 10, (2 + 3j) ** -2)
print(complex(), complex(1), complex(1, 2), complex(1j, 1j), complex(1.5, True), complex(real=2), complex(imag=3), complex("1"), complex("1+2j"), complex("-1.5e3-2J"), complex(" j "), complex("-j"), complex("(1+2j)"), complex("( 1j )"), complex("1e5"), complex("1_0+2_0j"), complex("inf+nanj"))
