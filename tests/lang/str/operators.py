print("a" + "b", "ab" * 3, 3 * "ab", "a" * 0, "a" * -5, "" * 10, "é" + "日" + "😀", "日" * 4, True * "ab", "a" "b" * 2)
print("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a", "é" > "z", "日" > "é", "😀" > "\uffff", "a" == "a", "a" != "b", "a" == 1, "a" == b"a", "a" <= "a", "Z" < "a", "\uffff" < "\U00010000")
print(sorted(["b", "B", "a", "é", "日", "", "ab", "😀", "aa", "\uffff"]))
for e in ("'a' + 1", "1 + 'a'", "'a' + b'a'", "'a' + None", "'a' - 'b'", "'a' * 'b'", "'a' * 1.5", "'a' / 2", "'a' // 2", "'a' ** 2", "-'a'", "+'a'", "~'a'", "'a' < 1", "1 < 'a'", "'a' & 'b'", "'a' @ 'b'", "'a' + ['a']", "'a' * None", "['a'] + 'a'", "'a' < b'a'", "'a'()", "'a' * 10**30", "'ab' * (2**62)", "'a' > None"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
s = t = "abc"
s += "d"
print(s, t, s is t)
s *= 2
print(s, len(s), hash("abc") == hash("ab" + "c"), {"abc": 1}["".join(["a", "b", "c"])])
