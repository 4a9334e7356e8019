"""StringIO: what has been given out does not change when more is written."""
import io

s = io.StringIO()
kept = []
for i in range(300):
    s.write("ab")
    if i % 40 == 0:
        kept.append(s.getvalue())
    print(i, "x", sep="", end=";", file=s)
print([len(k) for k in kept], kept[1][-12:], len(s.getvalue()), s.tell())

s = io.StringIO()
first = "given text, and not a short one"
s.write(first)
s.write("!")
print(first, s.getvalue())
s.seek(0)
whole = s.read()
s.write(" more")
print(whole, s.getvalue())
s.seek(3)
s.write(first)
later = s.getvalue()
s.write("?")
print(first, later, s.getvalue())
s.seek(0)
s.truncate(0)
s.write(first)
s.write(".")
print(first, s.getvalue())
s.seek(0)
line = s.readline()
s.write("\nnext")
print(repr(line), repr(s.getvalue()), list(io.StringIO(s.getvalue())))
s.seek(60)
s.write("gap")
s.write("s")
print(repr(s.getvalue()))

t = io.StringIO()
t.write("")
long = "L" * 700
t.write(long)
t.write("m")
t.write("n")
view = t.getvalue()[100:690]
t.write("o")
print(len(long), len(view), set(view), t.getvalue()[-5:], long == "L" * 700)
t.write("\u20ac")
t.write("z")
print(t.getvalue()[-4:])


class Odd(io.StringIO):
    def write(self, text):
        return super().write(text.upper())


o = Odd()
print("abc", 1, file=o)
print(repr(o.getvalue()))
o.close()
try:
    print("x", file=o)
except ValueError as e:
    print(e)
c = io.StringIO()
c.close()
try:
    print("x", file=c)
except ValueError as e:
    print(e)


class Text(str):
    pass


n = io.StringIO(newline="\r\n")
print(Text("a\nb"), file=n)
print(repr(n.getvalue()), type(n.getvalue()))
m = io.StringIO()
m.write(Text("only"))
print(type(m.getvalue()))
