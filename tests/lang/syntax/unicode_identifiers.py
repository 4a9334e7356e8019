é = 1; ñandú = 2; 变量 = 3; переменная = 4; ªº = 5; µ = 6
print(é, ñandú, 变量, переменная, ªº, µ, "µ" == "μ", μ)
ﬁ = "ligature"; print(fi, "ﬁ" in globals(), "fi" in globals())
def функция(аргумент, *, ключ=1): return аргумент + ключ
print(функция(1, ключ=2), функция.__name__, функция.__code__.co_varnames)
class Ünï:
    ätt = 5
    def __ñ(self): return "mangled"
print(Ünï.ätt, Ünï._Ünï__ñ(None), getattr(Ünï, "ätt"), Ünï, sorted(k for k in vars(Ünï) if not k.startswith("__")))
𝐱 = "bold"; print(x, "x" in globals())
for s in ("1é = 2", "é² = 1", "x² = 1", "😀 = 1", "a·b = 1", "·a = 1", "a‿b = 1", "℘ = 1", "x\u200d = 1", "½ = 1", "Ⅷ = 8"):
    try: exec(s); print("fine", ascii(s))
    except SyntaxError as e: print(ascii(s), ascii(e.msg), e.offset)
def kw(**k): return k
print(kw(é=1), kw(**{"ﬁ": 2}), dict(变=1)); import types; ns = types.SimpleNamespace(ü=1); print(ns.ü, ns)
