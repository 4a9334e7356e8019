for s in ("", "a", "'", '"', "'\"", "\\", "\n\r\t", "\x00\x07\x08\x1b\x7f", "\x80\x9f\xa0\xad\xff", "é", "ÿ", "Ā", "\u200b\u2028\u2029\ufeff", "日本", "😀", "\ud800", "\U0010ffff", "\U000e0001", "\u0378", "a'b", 'a"b', "a'b\"c", "\u0301", "\ue000", "\uffff", "\u3000"):
    print(ascii(repr(s)), ascii(s), len(s))
    if s not in ("\ud800",):
        print(repr(s).encode("utf-8"))
print([("é", "日本", "\n")], {"k'": 'v"'}, ("\t",), str(["\u200b"]).encode())
