x = 1; y = 2; print(x, y)
if x: print("one line")
else: print("no")
while x < 3: x += 1; print(x)
for i in 1, 2: print(i, end=" "); print("!")
class A: a = 1; b = 2
def f(): return 1; print("unreachable")
print(f(), A.b)
if x: pass; pass
x = \
    5
print(x + \
1)
s = ("a"
     "b"   # comment
     "c")
l = [1,
     2,  # two

     3,
     ]
print(s, l, {
    "k": 1,
}, (1,
    2))
def g(a,
      b=2,
      *,
      c=3,
      ): return a, b, c
print(g(
    1,
    c=5,
))
	
   # odd comment indentation
if True:
    # comment first
    pass

    x = 2
        # deeper comment
    y = 3
if 1:
	print("tab indent")
	if 1:
	        print("tab and spaces")
"docstring-like"; 5; None; ...; [1]; {}; (); lambda: 0
x = y = z = 0; x, y = y, x; (x) = 1; [y] = [2]; (x, (y, z)) = 1, (2, 3); print(x, y, z)
x: int = 5; y: "str"; (z): int = 3; A.ann: int = 4; l[0]: int = 9; print(x, z, A.ann, l, __annotations__)
del x, (y, z), [i]
try: x
except NameError: print("deleted")
def h(): pass
def h2(): "doc"
def h3(): ...
print(h(), h2.__doc__, h3(), (yield_ := 3))
async def co(): pass
print(type(co).__name__, 1 if 2 else 3, not 1, 1 and 2, 1 or 2, -1, +1, ~1, 1 if 0 else 2 if 0 else 3)
if not x if False else True: print("cond")
assert 1, "m"; global_ = 1
pass
