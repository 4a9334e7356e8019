for e in ("{[]}", "{{}}", "{{1}}", "set(5)", "set(1, 2)", "set(x=1)", "set().pop()", "set().remove(1)", "set().remove('x')", "set().remove([])", "{1}.add([])", "{1}.add()", "[] in {1}", "{} in {1}", "{1}.discard([])", "{1} | [1]", "{1} & [1]", "{1} - 5", "{1} ^ 'a'", "[1] | {1}", "{1} < [1]", "{1} < 5", "{1} + {2}", "{1} * 2", "{1}[0]", "{1}.x", "{1}()", "hash({1})", "frozenset().add(1)", "frozenset() | [1]", "frozenset(5)", "hash(frozenset([1, 2])) == hash(frozenset([2, 1]))", "{1}.union(5)", "{1}.update(5)", "{1}.intersection(5)", "{1}.issubset(5)", "{1}.isdisjoint(5)", "{1}.difference_update(None)", "{1}.symmetric_difference()", "{1}.symmetric_difference(1, 2)", "-{1}", "{*5}", "{1}.copy(1)", "set.union()", "set.union([1], [2])", "{1}.update([[]])", "{1}.union([[]])", "{1} == [1]", "{1} <= frozenset([1])", "{1}.issuperset([[]])", "set([1, []])", "frozenset([[]])", "set(None)", "{1}.remove(frozenset())", "{1}.__contains__({1})", "{1}.pop(1)", "{None, ...}.remove(())"):
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
