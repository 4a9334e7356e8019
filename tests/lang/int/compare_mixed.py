vals = [0, 1, -1, True, False, 1.0, 0.5, -0.0, 2**53, 2.0**53, 2**53 + 1, 2**63, 2.0**63, 2**63 - 1, float("inf"), -float("inf"), float("nan"), 10**400, 1j, 1 + 0j]
for a in vals:
    row = []
    for b in vals:
        row.append("=" if a == b else "!" if a != b else "?")
        try:
            row.append("<" if a < b else ".")
            row.append(">" if a > b else ".")
            row.append("{" if a <= b else ".")
        except TypeError:
            row.append("T")
    print("".join(row))
for e in ("1 < 'a'", "1 <= None", "[] > 1", "1j < 1j", "1 >= 1j", "'a' < 1", "None < None", "(1,) < [1]", "{} < {}", "int < float", "1 < ..."):
    try:
        print(eval(e))
    except TypeError as x:
        print(e, x)
