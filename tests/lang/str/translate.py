t = str.maketrans("abc", "xyz")
print(t, "aabbcc d".translate(t), "abc".translate({97: None, 98: "BB", 99: 67}), "abc".translate(str.maketrans("a", "日", "c")), str.maketrans({"a": 1, "b": "xyz", 99: None}), "é日".translate({0xe9: "e", 0x65e5: None}))
class T:
    def __getitem__(self, k):
        if k == 98:
            raise LookupError
        return chr(k + 1)
print("abc".translate(T()), "abc".translate({}), "".translate({}), "abc".translate([None] * 98 + ["Q"]), "日本".translate({26085: "nihon"}))
for e in ("str.maketrans('ab', 'c')", "str.maketrans('a')", "str.maketrans({'ab': 1})", "str.maketrans({1.5: 1})", "str.maketrans('a', 1)", "'a'.translate({97: 1.5})", "'a'.translate({97: 0x110000})", "'a'.translate(5)", "'a'.translate()", "str.maketrans(1, 'a')", "str.maketrans('a', 'b', 1)", "'a'.translate({97: -1})", "str.maketrans({'': 1})"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
