"""Scenes: what chance alone would hardly write, with random parameters.  Each writes its functions
and runs them; all take the world (world.py)."""

from expressions import constant, expression
from source import Scope


def some(world, kind, count):
    scope = Scope(world.source, world)
    return ", ".join(constant(scope, kind) for _ in range(count))


def scene_recursion(world):
    """How deep a hot function gets, and what it leaves behind.  Without comprehensions, which are
    no frames of their own here, and comparisons of floats, whose depth CPython counts."""
    s = world.source
    f = s.fresh("deep")
    inner = s.pick(f"return {f}(n + 1) + 1", f"x = {f}(n + 1)\n    return x",
                   f"try:\n        return {f}(n + 1)\n    finally:\n        left[0] += 1",
                   f"return max(n, {f}(n + 1))", f"return (lambda: {f}(n + 1))()")
    s.block_of(f"""
left = [0]


def {f}(n):
    if n == deepest[0]:
        return n
    {inner}


deepest = [{s.pick(5, 20, 60)}]
for i in range({s.pick(30, 100)}):
    {f}(0)
print({f}(0), left)
deepest = [-1]
for i in range(3):
    try:
        {f}({s.pick(0, "i", "2 ** 70", "True")})
    except RecursionError as e:
        print(i, "RecursionError", e, left, describe(e)[4])


""")


def scene_generator_talk(world):
    """send, throw and close to a generator with handlers in its loop."""
    s = world.source
    g = s.fresh("talk")
    s.block_of(f"""
def {g}(n):
    total = {s.pick("0", "2 ** 61", "0.5")}
    try:
        while True:
            try:
                got = yield total
                if got is not None:
                    total {s.pick("+=", "-=", "^=")} got
                else:
                    total += n
            except {s.pick("ValueError", "(ValueError, KeyError)", "LookupError")} as e:
                total = {s.pick("len(str(e))", "total + 1", "-total")}
                {s.pick("yield 'caught'", "pass", "continue")}
            finally:
                n += {s.pick(1, 3)}
    finally:
        print("closed", n, total)


def drive_{g}(rounds):
    h = 0
    g = {g}(3)
    next(g)
    for i in range(rounds):
        try:
            if i % {s.pick(5, 11)} == 3:
                h = mix(h, g.throw({s.pick("ValueError(i)", "KeyError(i)", "ValueError")}))
            elif i % {s.pick(40, 90)} == {s.pick(7, 39)}:
                g.close()
                g = {g}(i)
                h = mix(h, next(g))
            else:
                h = mix(h, g.send({s.pick("i", "None", "i & 3 or None", "(i, 1.5, None)[i % 3]", "i * 10 ** 17")}))
        except Exception as e:
            h = mix(h, describe(e))
            g.close()
            g = {g}(i)
            next(g)
    g.close()  # what is only dropped is closed at another time here
    return h


run('{g}', drive_{g}, {s.pick(100, 300)})


""")


def scene_pipeline(world):
    s = world.source
    p = s.fresh("stage")
    s.block_of(f"""
def {p}_source(n):
    for i in range(n):
        {s.pick("yield i", "yield i * 10 ** 17", "yield (i, i * 0.5)[i % 2]", "if i % 3: yield i")}


def {p}_filter(items, k):
    for item in items:
        if item % k {s.pick("!= 0", "== 1", "< 2")}:
            yield item


def {p}_map(items):
    before = 0
    for item in items:
        yield item {s.pick("+", "-", "*")} {s.pick("before", "2", "0.5")}
        before = item


def {p}_from(items):
    {s.pick("got = yield from items", "for x in items: got = yield x", "yield from (x for x in items)")}
    yield {s.pick("None", "-1", "'end'")}


def {p}(n):
    h = count = 0
    for value in {p}_from({p}_map({p}_filter({p}_source(n), {s.pick(2, 3, 7)}))):
        count += 1
        if count > {s.pick(50, 200, 10000)}:
            break
        h = mix(h, value)
    return h, count, sum({p}_map({p}_source({s.pick(9, 50)})))


run('{p}', {p}, 300)
run('{p}', {p}, 20)


""")


def scene_builtin_replaced(world):
    """A builtin or a global function is replaced, and put back, while a loop that calls it runs."""
    s = world.source
    f = s.fresh("calls_")
    builtin, call = s.pick(("len", "len('abc')"), ("abs", "abs(-i)"), ("max", "max(i, 5)"), ("int", "int(i / 2)"),
                           ("isinstance", "isinstance(i, int)"), ("range", "len(range(i))"), ("min", "min(i, 2.5)"),
                           ("ord", "ord('a')"), ("sum", "sum((i, 1))"), ("str", "len(str(i))"))
    where = s.pick("builtins", "sys.modules[__name__]")
    instead = "(3, 4)" if builtin == "range" else s.pick("1", "original(*a)", "7")
    s.block_of(f"""
import builtins


def {f}(n):
    total = 0
    original = builtins.{builtin}
    try:
        for i in range(n):
            if i == {s.pick(50, 120)}:
                setattr({where}, '{builtin}', lambda *a: {instead})
            if i == {s.pick(130, 140)}:
                {"builtins." + builtin + " = original" if where == "builtins" else "globals().pop('" + builtin + "', 0)"}
            total += {call}
    finally:
        builtins.{builtin} = original
        globals().pop('{builtin}', 0)
    return total


run('{f}', {f}, 200)
run('{f}', {f}, 150)


""")


def scene_attributes(world):
    """Instances whose attributes come in different orders, go, and become class attributes."""
    s = world.source
    c = s.fresh("Shape")
    orders = [s.dice.sample(["a", "b", "c", "d"], 4) for _ in range(s.number(2, 4))]
    s.block_of(f"""
class {c}:
    c = {s.pick("'class c'", "11", "2.5")}

    def get(self, name):
        return self.a + self.b

    def __getattr__(self, name):
        {s.pick("raise AttributeError(name)", "return len(name)", "return 1.5")}


def build_{c}(i):
    o = {c}()
    for name in {orders!r}[i % {len(orders)}]:
        setattr(o, name, i)
    return o


def {c}_loop(n):
    h = 0
    objects = [build_{c}(i) for i in range(6)]
    for i in range(n):
        o = objects[i % {s.pick(1, 2, 6)}]
        try:
            h = mix(h, o.a + o.b - {s.pick("o.c", "o.d", "o.a")})
            if i == {s.pick(60, 100)}:
                del o.{s.pick("a", "b", "c")}
            if i == {s.pick(80, 120)}:
                o.{s.pick("a", "b", "new")} = {s.pick("'text'", "2 ** 63", "0.5", "None")}
            if i == {s.pick(90, 150)}:
                {s.pick(f"{c}.b = 5", f"{c}.get = lambda self, name: 3", f"{c}.a = property(lambda self: 4)",
                        f"del {c}.c", "o.__dict__['b'] = 9", "o.__dict__ = {'a': 1, 'b': 2, 'c': 3}",
                        f"o.__class__ = type('Other', ({c},), {{'get': lambda self, n: -1}})",
                        f"{c}.__bases__ = (type('Base', (), {{'late': 7}}),)",
                        f"{c}.__getattribute__ = lambda self, name: 2")}
            h = mix(h, o.get('x'))
            o.b {s.pick("+=", "-=")} 1
        except (AttributeError, TypeError) as e:
            h = mix(h, describe(e))
            objects[i % 6] = build_{c}(i)
    return h


run('{c}', {c}_loop, 200)


""")


def scene_inheritance(world):
    s = world.source
    a = s.fresh("Level")
    s.block_of(f"""
class {a}A:
    def __init__(self, v):
        self.v = v

    def f(self, n, *more, k=1):
        return self.v + n * k + len(more)

    @classmethod
    def make(cls, v):
        return cls(v)

    @staticmethod
    def plain(n):
        return n - 1


class {a}B({a}A):
    def f(self, n, *more, **named):
        return super().f(n, *more, **named) + 1


class {a}C({a}A):
    def f(self, n, *more, k=2):
        return super({a}C, self).f(n, k=k) * 2


class {a}D({a}B, {a}C):
    pass


def {a}(n):
    h = 0
    kinds = {s.pick(f"[{a}B]", f"[{a}A, {a}B]", f"[{a}D, {a}C, {a}B, {a}A]", f"[{a}D]")}
    for i in range(n):
        o = kinds[i % len(kinds)].make({s.pick("i", "i * 0.5", "i << 55")})
        h = mix(h, (o.f({s.pick("i", "1", "2.5")}), o.f(i, 1, 2), o.f(1, k=i), o.plain(i)))
        if i == {s.pick(50, 100)}:
            {s.pick(f"{a}C.f = lambda self, n, *more, k=3: n", f"{a}A.f = {a}C.f", f"del {a}B.f",
                    f"{a}D.f = {a}A.f", f"{a}A.plain = staticmethod(len and (lambda n: n + 5))",
                    f"{a}D.__bases__ = ({a}C,)")}
    return h


run('{a}', {a}, 150)


""")


def scene_overflow(world):
    """A loop whose numbers pass the edge of a word in the middle."""
    s = world.source
    f = s.fresh("edge")
    start = s.pick("2 ** 31", "2 ** 60", "2 ** 61", "2 ** 62", "2 ** 63", "-2 ** 61", "-2 ** 62", "-2 ** 63", "2 ** 64")
    step = s.pick("1", "3", "2 ** 20", "2 ** 53 + 1")
    sign = "+" if start[0] != "-" else "-"
    away = "-" if sign == "+" else "+"
    s.block_of(f"""
def {f}(start, step, n):
    x = start {away} step * (n // 2)
    low = high = 0
    for i in range(n):
        x {sign}= step
        y = x {s.pick("* 2", "+ x", "- 1", "<< 1", "* -1", "* 3 >> 1", "// -1", "^ -1", "+ i * 7")}
        if {s.pick("x < y", "x > start", "y >= -start", "-x <= start", "x == start")}:
            low += 1
        if {s.pick("y < start * 2.0", "x == float(x)", "x > 4e18", "abs(y) > 1e19", "x % 2 == 0")}:
            high += 1
    return x, y, low, high, {s.pick("-x", "~y", "x * y", "x // 7", "y % -1000", "x >> 3", "abs(x)", "hash(x)")}


run('{f}', {f}, {start}, {step}, 200)
run('{f}', {f}, {s.pick(start, "0", "1.5", "True")}, {step}, 150)


""")


def scene_frames(world):
    """Frames looked at from inlined callees."""
    s = world.source
    f = s.fresh("seen")
    s.block_of(f"""
def {f}_look(depth):
    frame = sys._getframe(depth)
    return frame.f_code.co_name, frame.f_lineno, brief_locals(frame.f_locals)


def {f}_middle(a, b={s.pick(2, 2.5, None)}):
    c = {s.pick("a", "b", "(a, b)")}
    return {f}_look({s.pick(1, 2)}) if a % {s.pick(37, 50)} == 3 else {s.pick("0", "c", "a")}


def {f}(n):
    h = 0
    x = {s.pick("0", "0.5", "2 ** 62 - 50")}
    for i in range(n):
        x += 1
        h = mix(h, {f}_middle(i))
        if i == {s.pick(60, 140)}:
            {s.pick("del x; x = 'new'", "h = mix(h, brief_locals(locals()))", "y = x", "x = None; x = 3.5")}
    return h, brief_locals(locals())


run('{f}', {f}, 160)


""")


def scene_variadic(world):
    s = world.source
    f = s.fresh("var")
    call = s.pick("(i)", "(i, i + 1)", "(*pair)", "(i, *pair, k=2)", "(*pair, **named)", "(i, k=i, z=3)", "(k=4, a=i)",
                  "(i, **{'b': 2})", "(*pair, *pair)")
    s.block_of(f"""
def {f}(a, b={s.pick(1, 2.5)}, *rest, k={s.pick(3, "None")}, **named):
    return (a, b, rest, k, sorted(named))


def {f}_calls(n):
    h = 0
    pair = ({some(world, "num", 2)})
    named = {{'k': 1}}
    for i in range(n):
        try:
            h = mix(h, {f}{call})
            h = mix(h, {f}{s.pick("(i)", "(i, 2, 3)", "(*pair)", "()", "(1, a=2)", "(i, b=3, zz=4)")})
        except TypeError as e:
            h = mix(h, str(e))
        if i == {s.pick(30, 90)}:
            {s.pick("pair = [1]", "named = {'k': 2, 'q': 3}", f"{f}.__defaults__ = (9,)", "pair = 'xy'",
                    f"{f}.__kwdefaults__ = {{'k': 8}}", "named['a'] = 1")}
    return h


run('{f}', {f}_calls, 120)


""")


def scene_floats(world):
    s = world.source
    f = s.fresh("curve")
    scope = world.scope()
    scope.add("x", "float")
    scope.add("y", "float")
    scope.add("i", "small")
    scope.loops = 3
    step = expression(scope, "float", 3)
    other = expression(scope, "num", 2)
    s.block_of(f"""
def {f}(x, y, n):
    h = 0
    for i in range(n):
        x, y = y, {step}
        z = {other}
        if x == y or x != x:
            h = mix(h, z)
            x = {s.pick("float(i)", "-x", "0.0", "-0.0", "1e-310 * i", "i")}
        h = mix(h, (x, y, z, x < y, {s.pick("x == i", "not x", "x <= z", "x is None", "-x")}))
    return h


run('{f}', {f}, {some(world, "float", 2)}, 200)
run('{f}', {f}, {some(world, "num", 2)}, 100)


""")


def scene_finally(world):
    """Ways out of nested try statements inside loops."""
    s = world.source
    f = s.fresh("ways")
    out = [s.pick("continue", "break", "return h, i", "raise Oops(i)", "pass", "h += 1", "yield_point = i")
           for _ in range(4)]
    s.block_of(f"""
def {f}(n, k):
    h = 0
    for i in range(n):
        for j in (1, 2, 3):
            try:
                h += j
                try:
                    if i % k == j:
                        {out[0]}
                    if i % {s.pick(50, 70)} == 49:
                        {out[1]}
                    h = mix(h, 10 // (i % {s.pick(2, 3, 9)}))
                except ZeroDivisionError as e:
                    h = mix(h, describe(e))
                    if j == 2 and i > {s.pick(20, 90)}:
                        {out[2]}
                finally:
                    h += 5
                    {s.pick("pass", "if i == 117: " + s.pick("break", "continue", "return h"))}
            except Oops as e:
                h = mix(h, describe(e))
                {s.pick("pass", "break", "if i == 77: raise", "if i == 99: raise KeyError(j) from e")}
            else:
                h ^= 3
            finally:
                h += {s.pick("1", "j", "i")}
        else:
            h += 2
    return h


for k in (4, 5, 2):
    run('{f}', {f}, 130, k)


""")


def scene_strategies(world):
    """Lists and dicts whose contents change their nature in a hot loop."""
    s = world.source
    f = s.fresh("store")
    change = s.pick("items[i % 20] = 'text'", "items[3] = 2.5", "items[0] = None", "items.append(2 ** 70)",
                    "items[5] = True", "items[:] = ['a'] * 20", "items.extend([1.5] * 3)", "items[7] = items",
                    "items.clear(); items.extend(range(20))", "items[2] = 2 ** 61", "items = tuple(items)",
                    "items = {k: k for k in range(20)}", "items = 'abcdefghijklmnopqrstuvwxyz'")
    s.block_of(f"""
def {f}(items, n):
    h = 0
    for i in range(n):
        try:
            v = items[i % 20]
            items[(i + 1) % 20] = {s.pick("v", "i", "v + 1", "i * 0.5", "v * 2 & 255")}
            if i == {s.pick(40, 100)}:
                {change}
            if i == {s.pick(60, 120)}:
                {s.pick("items.sort()", "del items[10:]", "items.pop()", "items.insert(0, i)", "items *= 2", "items = list(items)")}
            h = mix(h, v if isinstance(v, (int, float, str, type(None))) else type(v).__name__)
        except (TypeError, IndexError, KeyError, AttributeError) as e:
            h = mix(h, describe(e))
            if i % 7 == 0:
                items = list(range(20))
    return h, len(items)


run('{f}', {f}, list(range(20)), 200)
run('{f}', {f}, [{some(world, "num", 1)}] * 20, 200)


""")


def scene_text(world):
    s = world.source
    f = s.fresh("text")
    s.block_of(f"""
def {f}(n):
    out = []
    text = {s.pick("''", "'start'", "chr(8364)")}
    for i in range(n):
        text += {s.pick("str(i)", "'ab'", "chr(97 + i % 26)", "chr(200 + i)", "f'{i:x}'", "'%d,' % i")}
        if i % {s.pick(10, 33)} == 9:
            out.append({s.pick("text[-5:]", "text.upper()", "text[::-2]", "text.split(',')[-1]", "text.count('a')")})
            {s.pick("text = ''", "text = text[3:]", "text = text.replace('a', 'bb')[:50]", "pass")}
        if text.endswith({s.pick("'9'", "('z', '0')")}) or text[{s.pick("-1", "0", "i % len(text)")}] == {s.pick("'5'", "'a'")}:
            out.append(text.find({s.pick("'1'", "'b'", "''")}))
        if len(out) > 50:
            del out[:40]
    return text[-20:], len(text), out[-5:], '-'.join(map(str, out))[:60]


run('{f}', {f}, {s.pick(100, 250)})


""")


def scene_spread(world):
    """Unpacking of what is not always the right length."""
    s = world.source
    f = s.fresh("spread")
    s.block_of(f"""
def {f}(n):
    h = 0
    a = b = c = 0
    things = [(1, 2), [3, 4.5], 'xy', (5, 6, 7), {{'k': 1, 'm': 2}}, range(2), (None, True), 7]
    for i in range(n):
        thing = things[i % {s.pick(2, 4, 8)} if i > {s.pick(30, 80)} else 0]
        try:
            a, b = thing
            h = mix(h, (a, b))
            {s.pick("a, *c = thing", "*c, a = thing", "a, *c, b = thing", "(a, b), c = thing, i", "[a, c] = b, a")}
            h = mix(h, (a, b, c))
        except (ValueError, TypeError) as e:
            h = mix(h, str(e))
    return h, a, b, c


run('{f}', {f}, 150)


""")


SCENES = [value for name, value in sorted(globals().items()) if name.startswith("scene_")]
