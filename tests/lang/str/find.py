s = "abracadabra"
for sub in ("a", "abra", "bra", "z", "", "abracadabra", "abracadabrab", "cad", "ra"):
    print(repr(sub), s.find(sub), s.rfind(sub), s.count(sub), sub in s, s.startswith(sub), s.endswith(sub), s.find(sub, 3), s.rfind(sub, 0, 5), s.find(sub, -4), s.count(sub, 1, -1), s.find(sub, 20), s.rfind(sub, 20), s.find(sub, None, None))
    for f in (s.index, s.rindex):
        try:
            print(f(sub, 2, 9))
        except ValueError as e:
            print(e)
print("".find(""), "".find("a"), "abc".find("", 3), "abc".find("", 4), "abc".count(""), "".count(""), "abc".count("", 3), "abc".count("", 4), "aaaa".count("aa"), "abc".rfind(""), "abc".find("c", -1), "abc".find("a", -100), "abc".index("b", 1))
print("日本語日本".find("日本"), "日本語日本".rfind("日本"), "a日".find("日"), "é日😀é".find("😀"), "é日😀é".rfind("é"), "abc".find("日"), "日" in "abc", "é" in "caf\u00e9", "日本".count("本"))
for e in ("'a' in 5", "5 in 'a'", "None in 'a'", "'a'.find(5)", "'a'.find()", "'a'.index('b')", "'a'.count(1)", "'a'.startswith(1)", "'a'.startswith(['a'])", "'a'.startswith(('b', 1))", "'a'.find('a', 'b')", "'a'.startswith()", "b'a' in 'a'", "'a'.find('a', 1.0)", "'a'.startswith(())", "'abc'.startswith(('x', 'ab'))", "'abc'.endswith(('x', 'bc'), 1)", "'abc'.startswith('', 3)", "'abc'.startswith('', 4)", "'abc'.endswith('', 4)", "'abc'.startswith('b', 1, 2)"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
