for e in ("[1][10**30]", "[1] * 10**30", "[0] * (2**61)", "[1][::0]", "[].index()", "[].count()", "[].reverse(1)", "[].copy(1)", "list.append(1)",
    "list.append()", "list.append((), 1)", "[1].index(1, 'a')", "len(1)", "[1].pop(None)", "[].remove()", "[{}].index([])", "[None].index(1)",
    "reversed(5)", "iter([], 1)", "next([])", "[1, 2] @ [3]", "[*5]", "[**{}]" if False else "[*None]"):
    try:
        print(e, repr(eval(e)))
    except Exception as x:
        print(e, type(x).__name__, x)
