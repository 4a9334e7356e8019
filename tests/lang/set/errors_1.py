for e in ("{[]}", "{{}}", "{{1}}", "set(5)", "set(1, 2)", "set(x=1)", "set().pop()", "set().remove(1)", "set().remove('x')", "set().remove([])",
    "{1}.add([])", "{1}.add()", "[] in {1}", "{} in {1}", "{1}.discard([])", "{1} | [1]", "{1} & [1]", "{1} - 5", "{1} ^ 'a'", "[1] | {1}",
    "{1} < [1]", "{1} < 5", "{1} + {2}", "{1} * 2", "{1}[0]", "{1}.x", "{1}()", "hash({1})", "frozenset().add(1)"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
for s in ("a |= [1]", "a &= 5", "a -= 'x'", "a ^= None", "f |= {5}", "a += {1}", "a.x = 1", "a[0] = 1", "del a[0]"):
    a, f = {1}, frozenset([1])
    try:
        exec(s)
        print(s, a, sorted(f), type(f))
    except Exception as x:
        print(s, type(x).__name__, x)
