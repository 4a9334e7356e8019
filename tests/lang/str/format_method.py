print("{} {}".format(1, "b"), "{1} {0} {1}".format("a", "b"), "{a} {b!r}".format(a=1, b="x"), "{{}} {{{0}}}".format(5), "{0.real} {0.imag}".format(3 + 4j), "{0[1]} {a[k]} {a[0]}".format([1, 2], a={"k": "v", 0: "zero"}), "{:5}|{:<5}|{:>5}|{:^5}|{:*^7}|".format("a", "b", "c", "d", "e"))
print("{!s} {!r} {!a}".format("é", "é", "é"), "{:{}}|".format("a", 6), "{:{w}.{p}f}|".format(3.14159, w=8, p=2), "{0:{1}{2}}|".format("x", ">", 4), "{:d} {:x} {:b} {:e} {:,}".format(5, 255, 5, 12345.678, 10**9), "{a.b[c].d}".format(a=type("T", (), {"b": {"c": type("U", (), {"d": "deep"})}})))
print("{:.3}".format("abcdef"), "{:10.3}|".format("abcdef"), "{:}".format("x"), "{0}{0}".format("ab"), "{!r:>6}|".format("a"), "{:%}".format(0.25), "{:c}".format(65), "{0[a b]}".format({"a b": 1}), "{0[-1]}".format({"-1": 2}), "{0[]}".format({"": 3}) if False else "")
bad = [("{", ()), ("}", ()), ("{0", (1,)), ("{}{0}", (1,)), ("{0}{}", (1,)), ("{}", ()), ("{1}", (1,)), ("{a}", ()), ("{0.foo}", (1,)), ("{0[0]}", (1,)), ("{0[x]}", ({},)), ("{0!z}", (1,)), ("{0!}", (1,)), ("{!}", (1,)), ("{0!rr}", (1,)), ("{0[}", ([1],)), ("{0[]}", ([1],)), ("{0.}", (1,)), ("{:d}", ("a",)), ("{:s}", (1,)), ("{:{:{}}}", (1, 2, 3)), ("{-1}", (1,)), ("{ 0}", (1,)), ("{0 }", (1,)), ("{0[1]x}", ([1, 2],)), ("{:5", (1,)), ("{:{}", (1, 2)), ("{0[-1]}", ([1, 2],)), ("{99999999999999999999}", (1,)), ("{0[99999999999999999999]}", ([1],)), ("{a.}", ()), ("}{", ()), ("{:}}", (1,)), ("{0]}", (1,)), ("{0!r", (1,)), ("{.real}", (5,)), ("{[0]}", ([7],)), ("{a!r:{b}}", ())]
for f, args in bad:
    try:
        print(repr(f), f.format(*args))
    except Exception as e:
        print(repr(f), type(e).__name__, e)
class F:
    def __format__(self, spec):
        return "<" + spec + ">"
print("{} {:abc} {:{}}".format(F(), F(), F(), "nested"), format(F()), format(F(), "x y"), f"{F():%Y-%m}")
print("{a}".format_map({"a": 1}), "{x[0]}".format_map({"x": "hello"}))
class M(dict):
    def __missing__(self, k):
        return "?" + k
print("{b} {c.real}".format_map({"b": 2, "c": 3}), "{zz}".format_map(M()))
for e in ("'{}'.format_map([])", "'{a}'.format_map({})", "format('a', 'd')", "format('a', '5.2s') + '|'", "format('a', '=5')", "format('a', '05')", "format('a', ',')", "format('a', '+')", "format('a', ' ')", "format('a', '#')", "format('a', '.')", "format([], '5')", "format(None, 's')", "format(object, 'x')", "format({}, '')", "format('a', '\u00e9^3')", "format('abc', '_')", "format('abc', '<2')", "format('abc', '.0')", "format('abc', 'z')"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
