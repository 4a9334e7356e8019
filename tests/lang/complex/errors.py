for e in ("complex('')", "complex('1 + 2j')", "complex('1+2')", "complex('(1+2j')", "complex('abc')", "complex('1j2')", "complex('1', 2)", "complex(1, '2')", "complex('1', '2')", "complex([])", "complex(None)", "complex(1, None)", "complex(b'1')",
          "1j // 1", "1j % 2", "divmod(1j, 1)", "1j < 2", "int(1j)", "float(1j)", "1j / 0", "0j ** -1", "0j ** 1j", "1j ** 'a'", "pow(1j, 2, 3)", "round(1j)", "abs(1j, 2)", "1j & 1", "~1j", "1j.real", "(1j).real", "1j()", "1j[0]", "complex(1, 2, 3)", "1e300 * (1e300+1e300j)", "(1e200+1e200j) ** 2", "abs(1e308+1e308j)", "math.sqrt(1j)", "sorted([1j, 2j])", "max(1j, 2)", "'%f' % 1j", "range(1j)", "0j ** 0", "0j ** 2", "1j + 'a'", "complex(1, 2).real"):
    try:
        import math
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
try:
    (1j).real = 2
except AttributeError as x:
    print(x)
