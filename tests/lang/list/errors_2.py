for e in ("[].append()", "[].append(1, 2)", "[].insert(1)", "[].insert('a', 1)", "[].extend(5)", "[].extend()", "[].sort(1)", "[].sort(foo=1)",
    "[1, 'a'].sort()", "sorted([1, None])", "sorted()", "sorted(5)", "sorted([1], 2)", "[1, 2].sort(key=5)", "[3, 1].sort(reverse='x')", "hash([])",
    "{[]: 1}", "{[1]}", "[].foo", "[]()", "-[]", "[] - []", "~[1]", "list(x=1)"):
    try:
        print(e, repr(eval(e)))
    except Exception as x:
        print(e, type(x).__name__, x)
