for s in ("abc", "é日😀", ""):
    print([c for c in s], list(s), tuple(s), [*s], {c: i for i, c in enumerate(s)}, sorted(s), list(reversed(s)), list(zip(s, s[1:])), "".join(c for c in s) == s, max(s, default="-"), all(s), any(s))
it = iter("ab")
print(next(it), next(it), next(it, "end"), it.__length_hint__())
a, b, *c = "hello"
print(a, b, c)
try:
    x, y = "abc"
except ValueError as e:
    print(e)
try:
    x, y, z, w = "abc"
except ValueError as e:
    print(e)
print("a" in "abc", "" in "", "ab" not in "abc", list(map(ord, "é日")), list(filter(str.isupper, "aBcD")), dict(zip("ab", "cd")), set("aab") == {"a", "b"}, "-".join(sorted(set("banana"))))
for i, c in enumerate("日本", 5):
    print(i, c)
class It:
    def __getitem__(self, i):
        return "xyz"[i]
print(list(It()), "y" in It(), "".join(It()))
