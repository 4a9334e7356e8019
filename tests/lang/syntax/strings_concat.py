x = 5
print("a" "b" 'c' """d""" r"\e" f"{x}" "g{x}", b"a" b"\x62" rb"\c", ("multi"
      "line"), "a" 'b' * 2, ("a" "b")[1], "a" "b".upper(), len("a" "b"), """a
b""" "c", "a\
b", r"a\
b".encode(), '''it's "quoted"''', "\"\'", '\'', "", '' "" '''''' """""", "#not comment", "a" # comment
      "b", ["a" "b", "c"], {"a" "b": "c" "d"}, f"{x}" f"{x!r}" "{}", f"{'a' 'b'}", u"u" "v", "\N{LATIN SMALL LETTER A}" "b")
print("tab\tnew\\n", r"raw\tn", "\x41\u0042\103", "nul\0end".encode(), b"\0\x01\377", "é\xe9\u00e9", "a\
\
b", "%d" % 5 + "x", "a" + "b" "c" + "d", "x" if "" else "y", 'a' 'b' in "xaby", """"quoted" """, '''\'''', "'" '"')
def f():
    "doc" "string"
def g():
    f"not doc{x}"
def h():
    b"not doc"
def i():
    r"""raw \doc"""
def j():
    ("paren doc")
def k():
    "a" + "b"
print(f.__doc__, g.__doc__, h.__doc__, i.__doc__, j.__doc__, k.__doc__)
class C: "class doc"
class D:
    x = 1
    "not doc"
print(C.__doc__, D.__doc__, __doc__)
