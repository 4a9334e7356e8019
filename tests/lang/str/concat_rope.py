# Strings built in many small pieces, read in between and at the end.
s = ""
for i in range(20000):
    s += "ab"
    if i % 4999 == 0:
        print(len(s), s[-1], s[len(s) // 2], s.count("a"))
print(len(s), s == "ab" * 20000, hash(s) == hash("ab" * 20000))
s = ""
for i in range(3000):
    s = chr(97 + i % 26) + s
print(s[:30], len(s))
s = "x"
for i in range(14):
    s = s + s
print(len(s), set(s))
s, t = "", ""
for i in range(1000):
    s += "é" if i % 3 else "日"
    t = s + t[:5]
print(len(s), t[-10:], s[:6])
parts = []
for i in range(100):
    u = "k" + str(i)
    v = u + "=" + str(i * i) + ";"
    parts.append(v)
d = {p + "": i for i, p in enumerate(parts)}
print(d["k7" + "=" + "49" + ";"], len(d), "".join(parts)[:40])
def build(n):
    return "" if n == 0 else build(n - 1) + str(n % 10)
w = build(300)
print(w[::37], w.find("90"), w.upper() == w, w.startswith("123"))
a = "start"
b = a + "-middle"
c = b + "-end"
a += "!"
b += "?"
print(a, b, c, c.split("-"), (b + c).encode(), [b + c], {b + c: 1}, (b + c) == "start-middle?start-middle-end", (b + c)[3:9])
