z = 3.14159 - 2.71828j
for spec in ("", ".2f", ".3e", "g", ".3g", "20", "<20", ">20", "^20", "+.1f", " .1f", "+", ",.2f", "#.0f", ".3", "n", "E", "F", "*^30.2f"):
    print(repr(spec), "|" + format(z, spec) + "|")
    print("|" + format(complex(1e10, -0.0), spec) + "|", "|" + format(1j, spec) + "|")
for spec in ("d", "x", "s", "%", "=20", "020", "0", "z", "q", "_d"):
    try:
        print(repr(spec), format(z, spec))
    except ValueError as e:
        print(repr(spec), e)
print("%s %r" % (z, z), str(z), f"{z}", f"{z!r:>25}")
