for a in (0, 1, -1, 2**62, 2**100, True):
    for op in ("//", "%", "/"):
        for zero in ("0", "False", "0.0"):
            try:
                eval(f"a {op} {zero}")
            except ZeroDivisionError as e:
                print(a, op, zero, e)
    for z in (0, 0.0):
        try:
            divmod(a, z)
        except ZeroDivisionError as e:
            print("divmod", a, z, e)
try:
    pow(0, -1)
except ZeroDivisionError as e:
    print(e)
try:
    0 ** -2
except ZeroDivisionError as e:
    print(e)
try:
    pow(2, 3, 0)
except ValueError as e:
    print(e)
x = 5
try:
    x //= 0
except ZeroDivisionError as e:
    print(e, x)
