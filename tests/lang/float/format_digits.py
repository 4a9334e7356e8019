"""The digits of floats: each presentation, precisions around what is exact in 128 bits, groups."""
import random

random.seed(5)
values = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 0.125, 1e15, 1e16, 1e17, 1e22, 1e23, 9.999999, 99999.95, 1e-4,
          9.9999e-5, 5e-324, 1.7976931348623157e308, 2.0 ** 53, 2.0 ** 60, 2.0 ** 63, 2.0 ** 64, 2.0 ** -68,
          2.0 ** -69, float("inf"), float("-inf"), float("nan"), 999999.5, 9999995.0, 0.15, 0.25, 0.35,
          123456.7890625, 9.5, 99.5, 999.5, 0.95, 0.995, 9223372036854775807.0, 92233720368547.75]
values += [random.uniform(-1e6, 1e6) for _ in range(20)]
values += [random.uniform(-1, 1) * 10 ** random.randint(-30, 30) for _ in range(40)]
values += [random.randint(-10 ** 7, 10 ** 7) / 8 for _ in range(20)]
specs = []
for presentation in ["f", "e", "g", "", "%", "E", "G", "F", "n"]:
    for precision in ["", ".0", ".1", ".3", ".6", ".15", ".16", ".17", ".18", ".20"]:
        for flags in ["", "#", "+", "010", ">12", "z", " ^20"] + ([",", "_", ">15,", "015,"] if presentation != "n" else []):
            specs.append(flags + precision + presentation)
percents = ["%f", "%.0f", "%.2f", "%#.0f", "%e", "%.3e", "%#.0e", "%g", "%.3g", "%#g", "%.17g", "%010.3f", "%-12.2ef",
            "%+g", "% .1f", "%.20f", "%G", "%E"]
summary = 0
for number, v in enumerate(values):
    texts = [format(v, spec) for spec in specs] + [p % v for p in percents]
    if number % 7 == 0:
        print(v, texts[::9])
    for text in texts:
        for c in text:
            summary = (summary * 31 + ord(c)) % 1000003
print(summary)

for i in [0, 5, -5, 123, 1234, -1234567, 10 ** 12, 10 ** 18, 10 ** 25, -10 ** 45]:
    print([format(i, spec) for spec in
           ["d", ",", "_", "_x", "_b", "_o", "_X", "010,", ">20,", "+,", "#_x", "020_b", "^30,", ",.2f", "<#20_X|"[:-1]]])
