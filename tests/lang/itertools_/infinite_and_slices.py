from itertools import *
print(list(islice(count(), 3)), list(islice(count(5, -2), 4)), list(islice(count(0.5, 0.25), 3)), list(islice(cycle("ab"), 5)), list(repeat(1, 3)), list(islice(repeat("x"), 2)), list(islice("abcdef", 2)), list(islice("abcdef", 1, None)), list(islice("abcdef", 1, 5, 2)), list(islice("abc", 0)), list(islice("abc", 10)), list(cycle([])), count(3), count(1, 2), count(1.5), repeat(5), repeat(5, 2), repeat(5, -1), list(islice(count(2**62), 3)), list(islice(count(2**64, 2**64), 2)))
it = iter(range(10)); print(list(islice(it, 3)), next(it), list(islice(it, 2, 4)), next(it), list(islice(it, 0)), list(it))
for e in ("islice('abc')", "islice('abc', -1)", "islice('abc', 1, -1)", "islice('abc', 0, 3, 0)", "islice('abc', 'x')", "islice(5, 1)", "islice('abc', 1.0)", "count('a')", "count(1, 'a')", "repeat()", "repeat(1, 'a')", "cycle(5)", "cycle()", "repeat(5).__length_hint__()", "repeat(5, 3).__length_hint__()", "count(1, 2, 3)", "islice('a', None, None, None).__next__()"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
