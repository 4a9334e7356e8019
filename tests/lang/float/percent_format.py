for v in (0.0, -0.0, 1.5, -1234567.891, 1e20, 1e-10, float("inf"), float("nan"), 3, True, 2**70):
    for f in ("%f", "%F", "%e", "%E", "%g", "%G", "%.0f", "%.1f", "%10.2f", "%-10.2f|", "%010.2f", "%+.3f", "% f", "%#.0f", "%#g", "%.3g", "%.15g", "%s", "%r", "%d" if v == v and abs(v) != float("inf") else "%s", "%5.1e", "%+010.1e"):
        print(f, f % v)
