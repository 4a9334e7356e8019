import numbers, statistics as s, fractions, decimal
print(isinstance(1, numbers.Integral), isinstance(1.5, numbers.Integral), isinstance(1.5, numbers.Real), isinstance(1j, numbers.Complex), isinstance(fractions.Fraction(1), numbers.Rational), issubclass(int, numbers.Number))
d = [1, 2, 2, 3, 4, 7, 9.5]; print(s.mean(d), s.median(d), s.mode(d), s.multimode([1, 1, 2, 2]), s.stdev(d), s.pstdev(d), s.variance(d), s.pvariance(d), s.median_low([1, 2, 3, 4]), s.median_high([1, 2, 3, 4]), s.median_grouped([1, 2, 2, 3]), s.harmonic_mean([40, 60]), s.geometric_mean([54, 24, 36]), s.quantiles(range(10), n=4), s.fmean([1, 2.5]), s.mean([fractions.Fraction(1, 3), 1]), s.correlation([1, 2, 3], [2, 4, 7]), s.linear_regression([1, 2, 3], [2, 4, 6]), s.covariance([1, 2, 3], [1, 5, 7]), s.NormalDist(0, 1).cdf(0.5), s.NormalDist.from_samples([1, 2, 3]), s.mean([10**20, 1]), s.mean([True, False]))
for f in (lambda: s.mean([]), lambda: s.median([]), lambda: s.mode([]), lambda: s.stdev([1]), lambda: s.harmonic_mean([-1]), lambda: s.quantiles([1]), lambda: s.mean(["a"])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
F = fractions.Fraction; print(F(1, 3) + F(1, 6), F("0.25"), F(0.5), F("3/4") ** 2, F(7, -3), F(1, 3) < 0.5, float(F(1, 3)), F(22, 7).limit_denominator(5), abs(F(-1, 2)), F(5, 2) // 1, F(5, 2) % 1, round(F(7, 2)), hash(F(1, 2)) == hash(0.5), F(1, 3) == F(2, 6), F(1, 2) + 0.5, F(1, 2) * 3, 2 / F(1, 3), repr(F(3)), int(F(7, 2)), F(1, 2).numerator)
for a in ((1, 0), ("x",), (1.5, 2)):
    try: F(*a)
    except Exception as e: print(type(e).__name__, e)
