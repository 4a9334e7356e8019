import unicodedata
for c in "aé日½Ⅷ٣ \u0301😀€\u200b":
    print(ascii(c), unicodedata.name(c, "none"), unicodedata.category(c), unicodedata.bidirectional(c), unicodedata.combining(c), unicodedata.east_asian_width(c), unicodedata.mirrored(c), unicodedata.decomposition(c), unicodedata.decimal(c, None), unicodedata.digit(c, None), unicodedata.numeric(c, None))
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    for s in ("é", "e\u0301", "ﬁ", "①", "가", "\u1100\u1161", "Å", "ſ\u0323\u0307"):
        print(form, ascii(s), ascii(unicodedata.normalize(form, s)), unicodedata.is_normalized(form, s))
print(unicodedata.lookup("SNOWMAN"), unicodedata.lookup("latin small letter a"))
try:
    unicodedata.lookup("NO SUCH NAME")
except KeyError as e:
    print(e)
