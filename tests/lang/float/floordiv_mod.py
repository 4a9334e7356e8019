inf, nan = float("inf"), float("nan")
vals = [1.0, -1.0, 0.5, 3.0, -3.0, 7.5, -7.5, 1e-300, 1e300, inf, -inf, nan, 0.1, 0.3, -0.0]
for a in vals + [0.0]:
    for b in vals:
        try:
            print(a, b, a // b, a % b, divmod(a, b), a / b)
        except ZeroDivisionError as e:
            print(a, b, e)
for e in ("1.0 / 0", "1.0 // 0.0", "1.0 % 0", "divmod(1.0, 0.0)", "1 / 0.0", "1 % 0.0", "1 // 0.0", "0.0 ** -1", "0 ** -1.5", "-0.0 ** -1", "inf / 0"):
    try:
        print(eval(e))
    except ZeroDivisionError as x:
        print(e, x)
print(1e300 * 1e10, -1e300 * 1e10, 1e-300 * 1e-300, inf - inf, inf * 0, 5 // inf, -5 // inf, 5 % inf, -5 % inf, 5 % -inf)
