print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "aaa".replace("a", "b", 0), "aaa".replace("a", "b", -1), "aaa".replace("aa", "b"), "aaa".replace("", "-"), "aaa".replace("", "-", 2), "".replace("", "x"), "".replace("", "x", 0), "".replace("a", "x"), "abc".replace("b", ""), "abc".replace("abc", ""), "a日a".replace("a", "日本"), "日本".replace("日", "a"), "aé".replace("é", "e"), "abab".replace("ab", "ba"), "a😀".replace("😀", ""))
print(",".join([]), ",".join(["a"]), ",".join(["a", "b"]), "".join("abc"), "-".join("日本"), ", ".join({"x": 1, "y": 2}), "é".join(["a", "日", "😀"]), "".join(iter(["q", "r"])), "ab".join(("1", "2", "3")), ",".join(str(i) for i in range(5)), "".join([""] * 5) == "")
for e in ("','.join(5)", "','.join(['a', 1])", "','.join([None])", "','.join(['a', b'b'])", "','.join()", "'a'.replace('a')", "'a'.replace('a', 1)", "'a'.replace(1, 'a')", "'a'.replace('a', 'b', 'c')", "'a'.replace('a', 'b', count=1)", "','.join(x for x in (1, 2))", "'a'.replace(b'a', b'b')", "''.join([['a']])"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
