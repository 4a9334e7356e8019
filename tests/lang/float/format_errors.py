for v, spec in ((1.5, "d"), (1.5, "x"), (1.5, "s"), (1.5, "c"), (1.5, "b"), (1.5, "."), (1.5, ".f"), (1.5, ".2"), (1.5, ",n"), (1.5, "_n"), (1.5, "q"), (1.5, "10.2.3f"), (1.5, "=="), (1.5, ".-1f"), (1.5, ",,f"), (1.5, "f "), (1.5, " f"), (1.5, "\0"), (1.5, "€^10.1f")):
    try:
        print(repr(spec), format(v, spec))
    except ValueError as e:
        print(repr(spec), e)
for e in ("format(1.5, 1)", "format(1.5, None)", "(1.5).__format__()", "format(1.5, '.1f', 2)", "format()", "'%f' % 'a'", "'%.2f' % None", "'%e' % []", "'%f' % 1j", "'%z' % 1", "'%' % 1", "'%.f' % 2.5", "'%*f' % (8, 1.5)", "'%-*.*f|' % (9, 2, 1.555)", "'%*f' % ('a', 1.5)"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
