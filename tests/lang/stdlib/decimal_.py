from decimal import *
D = Decimal
print(D("1.10") + D("2.2"), D(1) / D(3), D("1e5"), D("0.1") * 3, D("-0"), D("NaN"), D("Infinity"), D(0.1), D("1.5").quantize(D("1")), D("2.5").quantize(D("1")), D("1.005").quantize(D("0.01"), ROUND_HALF_UP), D(2).sqrt(), D("10").ln(), D("7") // D("2"), D("-7") % D("3"), D("7") ** 3, D("1.20").normalize(), D("123.456").as_tuple(), D("1E+3"), f"{D('1234.5'):,.2f}", D("3.14") > 3, D("1") == 1, hash(D("1")) == hash(1), int(D("3.9")), float(D("0.5")), round(D("2.675"), 2), D("1.1").compare(D("1.10")), max(D(1), D(2)), abs(D(-5)), repr(D("5")), D("0E-5"), D("12.3").to_eng_string(), D("1e-10"))
getcontext().prec = 6; print(D(1) / D(7), getcontext().prec)
with localcontext() as c: c.prec = 50; print(D(1) / D(7))
for f in (lambda: D(1) / D(0), lambda: D("x"), lambda: D(-1).sqrt(), lambda: D(1) + 1.5, lambda: D(0) / D(0), lambda: D("1e999999") * D("1e999999")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
