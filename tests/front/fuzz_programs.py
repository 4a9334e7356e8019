#!/usr/bin/python3.11
"""Random programs, run by CPython and by Tauraro: the output must be the same.

    tests/front/fuzz_programs.py [--kind control|scopes|async] [--seeds FROM TO]
                                 [--binary build/release/tauraro] [--keep DIR]

Three kinds of program:
  control   statements nested at random: loops, try, with, match, generators;
            every value passes t(), which prints, so the order of evaluation shows
  scopes    functions, classes, lambdas and comprehensions that share a few names,
            with global, nonlocal, del and :=
  async     coroutines, asynchronous generators, loops and managers, driven by hand

A program that differs is kept and named; the seed makes it again.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Writer:
    """Collects lines; counts the points of observation."""

    names = "a", "b", "c"

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.points = 0

    def line(self, depth, text):
        self.lines.append("    " * depth + text)

    def point(self):
        self.points += 1
        return self.points

    def name(self):
        return self.random.choice(self.names)

    def chance(self, p):
        return self.random.random() < p

    def pick(self, *choices):
        return self.random.choice(choices)

    def number(self, low, high):
        return self.random.randint(low, high)

    def text(self):
        return "\n".join(self.lines) + "\n"


OBSERVE = '''
import sys
N = 0
def t(n, v):
    global N
    N += 1
    if N > 300: raise SystemExit("limit")
    s = repr(v)
    print(n, s if "0x" not in s else "?")
    return v
def f(*a, **k):
    print("f", a, k)
    return a[0] if a else k
def tell(e):
    s = str(e)
    print(type(e).__name__, s if "0x" not in s else "?", repr(e.__context__), repr(e.__cause__))
'''


class Control(Writer):
    names = "a", "b", "c", "d"
    header = OBSERVE + '''
class CM:
    def __init__(self, n, swallow): self.n = n; self.swallow = swallow
    def __enter__(self): t(self.n, "enter"); return self.n
    def __exit__(self, *a): t(self.n, ("exit", a[0])); return self.swallow
class C:
    x = 1
    def m(self, *a, **k): t("m", (a, k)); return self
    def __repr__(self): return "o"
    def __iadd__(self, o): t("iadd", o); return self
    def __lt__(self, o): t("lt", o); return 0
o = C(); L = [1, 2, 3]; a = b = c = d = 1
'''

    def program(self):
        self.lines.append(self.header)
        for i in range(4):
            generator = self.chance(.5)
            self.line(0, f"def F{i}(a, b=2, *c, d=3):")
            self.line(1, "o = C(); L = [1, 2, 3]")
            self.block(4, 1, function=True, generator=generator)
            if generator:
                self.line(1, "yield 1")
            self.line(1, "return a")
            self.line(0, "try:")
            self.line(1, f"r = F{i}(1)")
            if generator:
                end = self.pick("print(it.throw(KeyError(3)))", "print(it.close())", "pass")
                self.line(1, "it = iter(r); print(next(it)); print(it.send(5))")
                self.line(1, end)
                self.line(1, "print(list(it))")
            else:
                self.line(1, "t('r', r)")
            self.line(0, "except Exception as e: tell(e)")
        self.line(0, "try:")
        self.block(4, 1)
        self.line(0, "except Exception as e: tell(e)")
        return self.text()

    def atom(self):
        return self.pick(self.name(), str(self.number(-3, 9)), f"t({self.point()}, {self.name()})",
                         f"t({self.point()}, {self.number(0, 5)})", "'s'", "None", "True",
                         "[1, 2]", "o.x", "o")

    def expr(self, depth, function):
        if depth <= 0:
            return self.atom()
        e = lambda: self.expr(depth - self.number(1, 2), function)
        d, name = depth, self.name
        kinds = [
            lambda: f"({e()} {self.pick('+', '-', '|', '&', '//', '%')} {e()})",
            lambda: f"({e()} {self.pick('and', 'or')} {e()})",
            lambda: f"(not {e()})",
            lambda: f"({e()} if {e()} else {e()})",
            lambda: f"({e()} {self.pick('<', '<=', '==', '!=', '>', 'is', 'in', 'not in')} {e()})",
            lambda: f"({e()} {self.pick('<', '==', 'in')} {e()} {self.pick('<', 'is not')} {e()})",
            lambda: f"f({e()}, {e()})",
            lambda: f"f({e()}, k={e()})",
            lambda: f"f(*[{e()}], **{{'k': {e()}}})",
            lambda: f"[{e()}, {e()}, *[{e()}]]",
            lambda: f"({e()}, {e()})",
            lambda: f"{{{e()}: {e()}, **{{1: {e()}}}}}",
            lambda: f"[{e()} for i{d} in range(3) if {e()}]",
            lambda: f"(lambda x, y={e()}: (x, y, {e()}))({e()})",
            lambda: f"'%s %5r' % ({e()}, {e()})",
            lambda: f"o.m({e()}, {e()})",
            lambda: f"L[{self.number(0, 2)}]",
            lambda: f"L[{e()}:{self.pick('', '2')}]",
            lambda: f"(-{e()})",
            lambda: f"{{k{d}: {e()} for k{d} in [1, 2] if t({self.point()}, k{d})}}",
            lambda: f"sum(z{d} for z{d} in [1, 2] if {e()})",
            lambda: f"[(i{d}, j{d}) for i{d} in range(2) for j{d} in [i{d}, {e()}]]",
            lambda: f"f'{{t({self.point()}, {name()})}}{{{name()}!r:>4}}'",
            lambda: f"[(lambda: (i{d}, {name()}))() for i{d} in (1, {name()})]",
            lambda: f"({e()} in {{1, 2, 'x'}})",
            lambda: f"({name()} := {e()})" if function else e(),
            lambda: f"t({self.point()}, {e()})",
        ]
        return self.random.choice(kinds)()

    def target(self):
        name = self.name
        return self.pick(name(), name(), "o.x", f"L[{self.number(0, 2)}]", f"{name()}, {name()}",
                         f"{name()}, *{name()}", f"({name()}, o.x), L[0]")

    def block(self, size, depth, **context):
        for _ in range(self.number(1, 3)):
            self.statement(size, depth, **context)

    def statement(self, size, depth, function=False, generator=False, loop=False, star=False):
        context = dict(function=function, generator=generator, loop=loop, star=star)
        e = lambda: self.expr(self.number(0, 2), function)
        simple = [self.assign, self.augment, self.observe, self.unpack, self.leave, self.check]
        nested = [self.branch, self.repeat, self.iterate, self.attempt, self.attempt, self.manage,
                  self.match, self.fail, self.remove, self.define, self.group, self.classes,
                  self.suspend, self.rebind]
        choice = self.random.choice(simple if size <= 0 else simple + nested)
        choice(size, depth, e, context)

    def assign(self, size, depth, e, context):
        self.line(depth, f"{self.name()} = {e()}")

    def augment(self, size, depth, e, context):
        self.line(depth, f"{self.name()} {self.pick('+=', '-=', '|=')} {e()}")

    def observe(self, size, depth, e, context):
        self.line(depth, f"t({self.point()}, {self.pick(e(), '(a, b)', 'sys.exc_info()[0]')})")

    def unpack(self, size, depth, e, context):
        if self.chance(.5):
            self.line(depth, f"a, b = {e()}, {e()}")
            return
        self.line(depth, f"try: {self.target()} = {e()}")
        self.line(depth, f"except (TypeError, ValueError): t({self.point()}, 'unpack')")

    def leave(self, size, depth, e, context):
        if context["loop"] and not context["star"] and self.chance(.6):
            self.line(depth, self.pick("break", "continue"))
        elif context["function"] and not context["star"] and self.chance(.5):
            self.line(depth, f"return {e()}")
        else:
            self.line(depth, "pass")

    def check(self, size, depth, e, context):
        self.line(depth, f"assert {e()}, {e()}")

    def branch(self, size, depth, e, context):
        self.line(depth, f"if {e()}:")
        self.block(size - 1, depth + 1, **context)
        if self.chance(.4):
            self.line(depth, f"elif {e()}:")
            self.block(size - 1, depth + 1, **context)
        if self.chance(.5):
            self.line(depth, "else:")
            self.block(size - 1, depth + 1, **context)

    def repeat(self, size, depth, e, context):
        counter = f"n{self.point()}"
        self.line(depth, f"{counter} = 0")
        self.line(depth, f"while {counter} < 3{self.pick('', ' and ' + e())}:")
        self.line(depth + 1, f"{counter} += 1")
        self.loop_body(size, depth, context)

    def iterate(self, size, depth, e, context):
        target = self.pick(*self.names, "a, b", "o.x")
        self.line(depth, f"for {target} in [(1, 2), (3, 4), (5, {self.name()})]:")
        self.loop_body(size, depth, context)

    def loop_body(self, size, depth, context):
        self.block(size - 1, depth + 1, **{**context, "loop": True, "star": False})
        if self.chance(.4):
            self.line(depth, "else:")
            self.block(size - 1, depth + 1, **context)

    def attempt(self, size, depth, e, context):
        self.line(depth, "try:")
        self.block(size - 1, depth + 1, **context)
        handlers = self.chance(.75)
        if handlers:
            kinds = ["KeyError", "(TypeError, ValueError)", "ZeroDivisionError", "Exception"]
            for kind in self.random.sample(kinds, self.number(1, 2)):
                self.line(depth, f"except {kind}{self.pick(' as e', ' as a', '')}:")
                self.line(depth + 1, f"t({self.point()}, sys.exc_info()[0])")
                self.block(size - 1, depth + 1, **context)
                if self.chance(.1):
                    self.line(depth + 1, "raise")
            if self.chance(.3):
                self.line(depth, "else:")
                self.block(size - 1, depth + 1, **context)
        if not handlers or self.chance(.4):
            self.line(depth, "finally:")
            self.block(size - 1, depth + 1, **context)

    def manage(self, size, depth, e, context):
        first = f"CM({self.point()}, {self.pick(True, False, False)}) as {self.name()}"
        second = f"CM({self.point()}, {self.pick(True, False)})"
        self.line(depth, f"with {first}, {second}:")
        self.block(size - 1, depth + 1, **context)

    def fail(self, size, depth, e, context):
        kind = self.pick("KeyError", "ValueError", "ZeroDivisionError")
        cause = self.pick("", " from None", " from KeyError(1)")
        self.line(depth, f"raise {kind}({self.point()}){cause}")

    def match(self, size, depth, e, context):
        patterns = ["[a, b]", "[a, *_]", "{'k': a, **b}", "int(a)", "(1 | 2) as c", "str() | None",
                    "C(x=a)", "(a, (b, c))", "[*_, d]", "{1: a}", "True", "[1, a] | (a, 2)"]
        self.line(depth, f"match {e()}:")
        for pattern in self.random.sample(patterns, 3):
            self.line(depth + 1, f"case {pattern}{self.pick('', ' if ' + e())}:")
            self.block(size - 2, depth + 2, **context)
        self.line(depth + 1, f"case _: t({self.point()}, 'default')")

    def remove(self, size, depth, e, context):
        self.line(depth, f"del {self.name()}")
        self.line(depth, f"try: t({self.point()}, {self.name()})")
        self.line(depth, f"except NameError as ex: t({self.point()}, ex)")
        self.line(depth, "a = b = c = d = 1")

    def rebind(self, size, depth, e, context):
        self.line(depth, "for _w in [1, 2]:")
        self.line(depth + 1, self.pick(f"if {e()}: del {self.name()}", f"{self.name()} = {e()}"))
        self.line(depth + 1, f"try: t({self.point()}, ({self.name()}, {self.name()}))")
        self.line(depth + 1, "except NameError as ex: t(0, str(ex))")
        self.line(depth, "a = b = c = d = 2")

    def define(self, size, depth, e, context):
        name = f"g{self.point()}"
        self.line(depth, f"def {name}(p, q={e()}):")
        self.line(depth + 1, self.pick("nonlocal a", "nonlocal c, d", "pass")
                  if context["function"] else "global a")
        self.line(depth + 1, f"t({self.point()}, (p, q, b))")
        self.line(depth, f"{name}({e()})")

    def group(self, size, depth, e, context):
        self.line(depth, "try:")
        self.block(size - 1, depth + 1, **context)
        self.line(depth, "except* KeyError as e:")
        self.block(size - 2, depth + 1, **{**context, "star": True, "loop": False})
        self.line(depth, "except* (ValueError, TypeError):")
        self.line(depth + 1, f"t({self.point()}, 'star')")

    def classes(self, size, depth, e, context):
        name = f"K{self.point()}"
        self.line(depth, f"class {name}:")
        self.line(depth + 1, f"x = {e()}")
        self.line(depth + 1, "def m(self, *r): return __class__.__name__, self.x, r")
        self.line(depth + 1, "y = [i for i in (x,)]")
        self.line(depth, f"t({self.point()}, {name}().m({e()}))")

    def suspend(self, size, depth, e, context):
        if not context["generator"]:
            self.assign(size, depth, e, context)
            return
        self.line(depth, self.pick(f"{self.name()} = yield {e()}", f"yield {e()}",
                                   f"{self.name()} = yield from [{e()}, {e()}]"))
        self.line(depth, f"t({self.point()}, sys.exc_info()[0])")


class Scopes(Writer):
    names = "a", "b", "c", "__d", "e"

    def program(self):
        """Mostly one that compiles: random declarations clash often."""
        for _ in range(30):
            self.lines.clear()
            text = self.attempt()
            try:
                compile(text, "<scopes>", "exec")
                break
            except SyntaxError:
                if self.chance(.05):
                    break
        return text

    def attempt(self):
        self.line(0, "a = 10; b = 20; e = 30")
        for i in range(self.number(2, 5)):
            if self.chance(.4):
                self.body(3, 0, "module")
                continue
            self.line(0, f"def g{i}(a, b=2, c=3, __d=4):")
            self.body(3, 1, "function")
            self.line(0, f"try: g{i}(1)")
            self.line(0, "except (NameError, TypeError) as _x: print(_x)")
        return self.text()

    def expr(self, depth):
        e, v = lambda: self.expr(depth - 1), self.name
        if depth <= 0 or self.chance(.2):
            return v()
        return self.pick(
            lambda: f"[{e()} for {v()} in (1, 2) if {e()}]",
            lambda: f"(lambda {v()}={e()}: ({v()}, {e()}))()",
            lambda: f"list({e()} for {v()} in (3, {e()}))",
            lambda: f"[(lambda: {e()})() for {v()} in [5, 6] for {v()} in [7, {e()}]]",
            lambda: f"({v()} := {e()})",
            lambda: f"{{{v()}: {e()} for {v()} in 'xy'}}",
            lambda: f"[({v()} := {e()}) for zz in (1, 2)]",
            lambda: f"[[{e()} for {v()} in (1, {e()})] for {v()} in (8, 9)]",
            lambda: f"(lambda *{v()}: [{e()} for {v()} in (1,)])()",
            lambda: f"({e()}, {e()})",
        )()

    def guarded(self, depth, statement, error="NameError"):
        self.line(depth, f"try: {statement}")
        self.line(depth, f"except {error} as _x: print({self.point()}, _x)")

    def body(self, size, depth, kind):
        if kind != "module" and self.chance(.4):
            self.line(depth, f"{self.pick('global', 'nonlocal')} {self.name()}")
        for _ in range(self.number(1, 5)):
            v, k = self.name(), self.number(0, 11)
            if k < 3:
                self.guarded(depth, f"{v} = {self.pick(self.number(0, 99), self.expr(1))}")
            elif k < 6:
                self.guarded(depth, f"print({self.point()}, {self.expr(self.number(0, 3))})")
            elif k == 6 and size > 0:
                name = f"f{self.point()}"
                params = self.pick("", "a", "b=1", "c=a, *e", "__d=5, *, a=1")
                self.line(depth, f"def {name}({params}):")
                self.body(size - 1, depth + 1, "function")
                self.guarded(depth, f"{name}({self.pick('', '1')})", "(NameError, TypeError)")
            elif k == 7 and size > 0:
                self.line(depth, "try:")
                self.line(depth + 1, f"class C{self.point()}:")
                self.body(size - 1, depth + 2, "class")
                self.line(depth, f"except NameError as _x: print({self.point()}, _x)")
            elif k == 8:
                self.guarded(depth, f"del {v}")
            elif k == 9:
                self.line(depth, f"for {v} in (1, 2): pass")
            elif k == 10:
                self.line(depth, f"try: raise ValueError({self.point()})")
                self.line(depth, f"except ValueError as {v}: print(repr({v}))")
            else:
                self.line(depth, f"{v}: int = {self.point()}")
        if kind == "function" and self.chance(.3):
            self.line(depth, "print(sorted(k for k in locals() if k[0] != '_'))")


class Async(Writer):
    header = OBSERVE + '''
class aw:
    def __init__(self, n, v): self.n = n; self.v = v
    def __await__(self):
        t("await", self.n)
        r = yield self.n
        t("resumed", r)
        return self.v
async def ag(n, k, pairs=False):
    for i in range(k):
        t("ag", (n, i))
        yield (i, n) if pairs else i
        await aw("ag", n)
class CM:
    def __init__(self, n, swallow): self.n = n; self.swallow = swallow
    async def __aenter__(self): await aw("enter", 0); t("enter", self.n); return self.n
    async def __aexit__(self, *a):
        t("exit", (self.n, a[0])); await aw("exit", 1); return self.swallow
def run(c, when):
    i = 0
    try:
        c.send(None)
        while True:
            i += 1
            if i == when: c.throw(KeyError("thrown"))
            else: c.send(i)
    except StopIteration as e: print("done", e.value)
    except Exception as e: tell(e)
'''

    def program(self):
        self.lines.append(self.header)
        for i in range(3):
            self.line(0, f"async def F{i}(a, b=2, c=3):")
            self.block(4, 1, False, False)
            self.line(0, f"async def G{i}(a, b=2, c=3):")
            self.block(3, 1, False, True)
            self.line(1, f"yield {self.expr(1)}")
            self.line(0, f"async def D{i}(k):")
            self.line(1, f"g = G{i}(1); r = []")
            self.line(1, "try:")
            self.line(2, "r.append(await g.__anext__())")
            self.line(2, "r.append(await g.asend(7))")
            self.line(2, self.pick("r.append(await g.athrow(ValueError(5)))", "await g.aclose()",
                                   "pass"))
            self.line(2, "async for x in g: r.append(x)")
            self.line(1, "except Exception as e: tell(e)")
            self.line(1, "finally: await g.aclose()")
            self.line(1, "return r")
            for when in (0, self.number(1, 6)):
                self.line(0, f"run(F{i}(1), {when})")
                self.line(0, f"run(D{i}(1), {when})")
        return self.text()

    def expr(self, depth):
        e, v, n = lambda: self.expr(depth - 1), self.name, self.point
        if depth <= 0 or self.chance(.15):
            return self.pick(v(), str(self.number(0, 9)), f"t({n()}, {v()})")
        return self.pick(
            lambda: f"(await aw({n()}, {e()}))",
            lambda: f"(await aw({n()}, {e()}))",
            lambda: f"[{e()} async for {v()} in ag({n()}, {self.number(0, 3)})]",
            lambda: f"[{e()} async for {v()} in ag({n()}, 2) if {e()} for {v()} in (1, {e()})]",
            lambda: f"{{a: {e()} for a in (1, 2) if await aw({n()}, a)}}",
            lambda: f"({e()}, {e()})",
            lambda: f"({e()} if {e()} else {e()})",
            lambda: f"f({e()}, k={e()}, *[{e()}])",
            lambda: f"[x async for x in ({e()} async for {v()} in ag({n()}, 2))]",
            lambda: f"({e()} {self.pick('and', 'or', '==', 'in')} [{e()}])",
        )()

    def block(self, size, depth, loop, generator):
        for _ in range(self.number(1, 3)):
            self.statement(size, depth, loop, generator)

    def statement(self, size, depth, loop, generator):
        e = lambda: self.expr(self.number(0, 2))
        k = self.number(0, 13) if size > 0 else self.pick(0, 1, 2, 9, 10)
        inner = lambda in_loop=loop: self.block(size - 1, depth + 1, in_loop, generator)
        if k == 0:
            self.line(depth, f"{self.name()} = {e()}")
        elif k == 2:
            self.line(depth, f"await aw({self.point()}, {e()})")
        elif k in (3, 4):
            pairs = self.pick("", ", True")
            self.line(depth, f"async for {self.pick(*self.names, 'a, b')} in "
                             f"ag({self.point()}, {self.number(0, 3)}{pairs}):")
            inner(True)
            if self.chance(.4):
                self.line(depth, "else:")
                inner()
        elif k in (5, 6):
            self.line(depth, f"async with CM({self.point()}, {self.pick(True, False)}) as "
                             f"{self.name()}, CM({self.point()}, {self.pick(True, False)}):")
            inner()
        elif k == 7:
            self.line(depth, "try:")
            inner()
            handled = self.chance(.7)
            if handled:
                kind = self.pick("KeyError", "(TypeError, ValueError)", "Exception")
                self.line(depth, f"except {kind} as e:")
                self.line(depth + 1, f"t({self.point()}, repr(e))")
                inner()
            if not handled or self.chance(.4):
                self.line(depth, "finally:")
                inner()
        elif k == 8:
            kind = self.pick("KeyError", "ValueError", "StopIteration", "StopAsyncIteration")
            self.line(depth, f"raise {kind}({self.point()})")
        elif k == 9 and loop:
            self.line(depth, self.pick("break", "continue"))
        elif k == 10 and self.chance(.4):
            self.line(depth, "return" if generator else f"return {e()}")
        elif k == 11:
            self.line(depth, f"if {e()}:")
            inner()
        elif k in (12, 13) and generator:
            self.line(depth, self.pick(f"{self.name()} = yield {e()}", f"yield {e()}"))
        else:
            self.line(depth, f"t({self.point()}, {e()})")


KINDS = {"control": Control, "scopes": Scopes, "async": Async}


def run(interpreter, path):
    try:
        done = subprocess.run([interpreter, path], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60)
    except subprocess.TimeoutExpired:
        return "timeout", b""
    return done.returncode, done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--seeds", nargs=2, type=int, default=(1, 100), metavar=("FROM", "TO"))
    parser.add_argument("--binary", default=os.path.join(ROOT, "build/release/tauraro"))
    parser.add_argument("--keep", help="where programs that differ go")
    options = parser.parse_args()
    keep = options.keep or tempfile.mkdtemp(prefix="tauraro-fuzz-")
    os.makedirs(keep, exist_ok=True)
    different = count = 0
    for kind in options.kind or KINDS:
        for seed in range(options.seeds[0], options.seeds[1] + 1):
            path = os.path.join(keep, f"{kind}_{seed}.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write(KINDS[kind](seed).program())
            count += 1
            if run(sys.executable, path) == run(options.binary, path):
                os.remove(path)
                continue
            different += 1
            print(f"differs: {path}")
    print(f"{count} programs, {different} different")
    return different != 0


if __name__ == "__main__":
    sys.exit(main())
