for s in ("hello World", "HELLO", "ß", "ﬁ", "Straße", "ŉ", "ΑΣ", "ΑΣΑ", "Σ", "İ", "ı", "ǆ", "ǅ", "Ǆ", "日本a", "they're bill's", "1a2B", "ÿ", "µ", "ſ", "Å", "ᾳ", "ΐ", "𐐀", "𐐨a", "", "a-b_c d", "ŒUVRE", "ÀÉ", "x\u0345", "ʼn", "K", "aΣ b", "ΑΣ.", "\u1e9e"):
    print(s, s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold(), sep="|")
