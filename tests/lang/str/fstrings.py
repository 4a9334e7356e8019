a, b, name = 5, 2.5, "wor'ld"
print(f"{a}", f"{a + b}", f"{a!r} {name!r} {name!a} {name!s}", f"{a:>5}|{b:.3f}|{name:^10}|", f"{{}} {{{a}}}", f"{a=} {b = } {a + 1=} {name=!s} {b=:.1f} {name=:>8}", f'{"nested"}' f" cat {a}" " plain {a}", f"{a:{a}}|{b:{a}.{1}f}|")
print(f"{'a' if a else 'b'} {[x * 2 for x in range(3)]} {(lambda x: x + 1)(3)} {a:d}", f"{ {'k': 1}['k'] }", f"{a}{b}{name}", rf"\d{a}\n", f"\N{SNOWMAN} \x41 {a}", f"{a, b}", f"{a!r:>4}", f"{a:,} {10**7:,} {255:#x} {3:03d}", f"{'':*^5}", f"{'a' 'b'}", f"""multi
line {a
} end""")
print(f"{a if a > 3 else b}", f"{a == 5}", f"{a != 4}", f"{a >= 4} {a<=6}", f"{(a:=7)} {a}", f"{a:=5}|", f"{'%d' % a}", f"{'{}'}", f"{a:{'>'}{6}}|", f"{not a}", f"{*[1, 2], 3}", f"{lambda_ if (lambda_ := 1) else 0}", f"{name[0]}{name[-1]}", f"{name.upper()!r:>12}")
class P:
    def __format__(self, s):
        return f"P[{s}]"
    def __repr__(self):
        return "repr"
print(f"{P()} {P()!r} {P():a{a}b} {P()=} {P()=!s} {P()=:x}", f"{None} {True} {...} {b''}", f"{3.0:g} {1e20} {1j}", f"{f'{a}' + f'{b}'}", f'''{"""triple"""}''')
def gen():
    yield f"{(yield 1)}"
g = gen()
print(next(g), g.send("sent"))
print(f"""{
    a
    +
    1
}""", f"{a  =  }", f"{ a = !r}", f"{a=}"f"{b=}", F"{a}", fR"\{a}", f"{{a}}", f"{{{{", f"}}}}{a}")
for src in ("f'{'", "f'}'", "f'{}'", "f'{ }'", "f'{a b}'", "f'{a!x}'", "f'{a!}'", "f'{a:{b:{c}}}'", "f'{#}'", "f'{\\n}'", "f'{a\\\\}'", "f'{a[}'", "f'{(}'", "f'{lambda x: 1}'", "f'{a!r'", "f'{a:'", "f'{!r}'", "f'{:x}'", "f'{=}'", "f'{a=b}'", "f'{*}'", "f'{**a}'", "f'{a:{}}'", "f'{yield}'", "f'{1 +}'", "f'{)}'", "f'{a ! r}'", "f'{a!r }'", "f'{ a!r}'", "f'{import x}'", "f'{''}'", "f'{a:}}'"):
    try:
        print(src, eval(src, {"a": 1, "b": 5, "c": 2}))
    except SyntaxError as e:
        print(src, "SyntaxError", e.msg)
    except Exception as e:
        print(src, type(e).__name__, e)
