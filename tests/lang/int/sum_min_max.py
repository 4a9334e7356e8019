print(sum([]), sum([], 5), sum(range(10)), sum([1, 2.5, 3]), sum([True, True]), sum([2**62, 2**62]), sum([2**63] * 3), sum([0.1] * 10), sum([1, 2], start=10), sum([[1], [2]], []), sum((1j, 2)))
print(sum([1e100, 1, -1e100]), sum([-0.0]), sum([-0.0], -0.0), sum(x for x in (1, 2)), sum({1: 2, 3: 4}))
print(min(1, 2), max(1, 2), min([3, 1, 2]), max("hello"), min((), default=5), max([], default=None), min(3, 1, key=lambda x: -x), max(["aa", "b"], key=len), max(1, 1.0), max(1.0, 1), min(1, True), max([1, 5, 5.0]), max(float("nan"), 1), max(1, float("nan")))
for e in ("sum(['a'])", "sum(['a', 'b'], '')", "sum([b'a'], b'')", "sum([], '')", "sum(5)", "sum()", "sum([bytearray()], bytearray())", "min()", "min([])", "max(())", "min(1)", "max(1, 'a')", "min(1, 2, default=3)", "min([1, 'a'])", "max([1], key=5)", "sum([1], 2, 3)", "min(1, 2, foo=3)", "sum([1, 'a'])", "sum([[]])"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
print(abs(-5), abs(-2**62), abs(-2**63), abs(-0.0), abs(3 - 4j), abs(True), divmod(7, -3), divmod(-7.5, 2), divmod(True, 2))
