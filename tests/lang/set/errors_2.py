for e in ("frozenset() | [1]", "frozenset(5)", "hash(frozenset([1, 2])) == hash(frozenset([2, 1]))", "{1}.union(5)", "{1}.update(5)",
    "{1}.intersection(5)", "{1}.issubset(5)", "{1}.isdisjoint(5)", "{1}.difference_update(None)", "{1}.symmetric_difference()",
    "{1}.symmetric_difference(1, 2)", "-{1}", "{*5}", "{1}.copy(1)", "set.union()", "set.union([1], [2])", "{1}.update([[]])", "{1}.union([[]])",
    "{1} == [1]", "{1} <= frozenset([1])", "{1}.issuperset([[]])", "set([1, []])", "frozenset([[]])", "set(None)", "{1}.remove(frozenset())",
    "{1}.__contains__({1})", "{1}.pop(1)", "{None, ...}.remove(())"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
