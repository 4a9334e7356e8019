chars = ["", "a", "A", "aA", "1", "²", "½", "٣", "Ⅷ", "一", "é", "ª", " ", "\t\n", "\u00a0", "\u2028", "\x1c", "\u200b", "_", "a1", "1a", "ab cd", "A B", "Hello World", "Hello world", "HELLO", "\x00", "\x7f", "日本", "ǅ", "ǅa", "aǅ", "\ud800", "😀", "class", "a-b", "ñandú", "x²", "µ", "℘", "·a", "a·", "\u0301a", "a\u0301", "\ue000", "！", "①", "㊀", "\u1734"]
names = ["isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "islower", "isupper", "istitle", "isidentifier", "isprintable", "isascii"]
for c in chars:
    print(ascii(c), "".join("01"[getattr(c, n)()] for n in names))
