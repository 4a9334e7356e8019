# re.Scanner, and the usual way to write a tokenizer.
import re

scanner = re.Scanner([
    (r"[a-zA-Z_]\w*", lambda s, token: ("name", token)),
    (r"\d+\.\d*", lambda s, token: float(token)),
    (r"\d+", lambda s, token: int(token)),
    (r"[-+*/=]", lambda s, token: ("op", token, s.match.span())),
    (r"\s+", None),
    (r";", "end"),
])
print(scanner.scan("sum = 3*foo + 312.50 + bar;"))
print(scanner.scan("a $ b"), scanner.scan(""))
print(re.Scanner([("a", 1), ("A", 2)], re.I).scan("aAb"))
try:
    re.Scanner([("(", None)])
except re.error as error:
    print(error)

SPEC = [("NUMBER", r"\d+(\.\d*)?"), ("ASSIGN", r":="), ("END", r";"), ("ID", r"[A-Za-z]+"),
        ("OP", r"[+\-*/]"), ("NEWLINE", r"\n"), ("SKIP", r"[ \t]+"), ("MISMATCH", r".")]
tokens = re.compile("|".join("(?P<%s>%s)" % pair for pair in SPEC))
code = "IF quantity THEN\n total := total + price * 2.5;\n tax := price * 0.05;\nENDIF; ?"
for m in tokens.finditer(code):
    if m.lastgroup not in ("SKIP", "NEWLINE"):
        print(m.lastgroup, repr(m.group()), m.span(), m.lastindex)
