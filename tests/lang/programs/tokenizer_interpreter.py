import re
TOK = re.compile(r"\s*(?:(\d+\.?\d*)|([A-Za-z_]\w*)|(==|!=|<=|>=|&&|\|\||[-+*/%^()=<>!,;{}]))")
class Lang:
    def __init__(self, src): self.toks = [next((k, v) for k, v in zip("nio", m.groups()) if v) for m in TOK.finditer(src)] + [("e", "")]; self.i = 0
    def peek(self): return self.toks[self.i][1]
    def take(self, want=None):
        t = self.toks[self.i]
        if want and t[1] != want: raise SyntaxError(f"want {want!r}, got {t[1]!r}")
        self.i += 1; return t
    PREC = [("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%")]
    def expr(self, lv=0):
        if lv == len(self.PREC): return self.unary()
        l = self.expr(lv + 1)
        while self.peek() in self.PREC[lv]: op = self.take()[1]; l = ("bin", op, l, self.expr(lv + 1))
        return l
    def unary(self):
        if self.peek() in ("-", "!"): return ("un", self.take()[1], self.unary())
        k, v = self.take()
        if k == "n": r = ("num", float(v) if "." in v else int(v))
        elif k == "i":
            if self.peek() == "(":
                self.take(); args = []
                while self.peek() != ")":
                    args.append(self.expr())
                    if self.peek() == ",": self.take()
                self.take(")"); r = ("call", v, args)
            else: r = ("var", v)
        elif v == "(": r = self.expr(); self.take(")")
        else: raise SyntaxError(f"unexpected {v!r}")
        if self.peek() == "^": self.take(); r = ("bin", "^", r, self.unary())
        return r
    def block(self):
        self.take("{"); out = []
        while self.peek() != "}": out.append(self.stmt())
        self.take("}"); return ("block", out)
    def stmt(self):
        p = self.peek()
        if p == "{": return self.block()
        if p == "while": self.take(); return ("while", self.expr(), self.block())
        if p == "if":
            self.take(); c, t, e = self.expr(), self.block(), ("block", [])
            if self.peek() == "else": self.take(); e = self.stmt()
            return ("if", c, t, e)
        if p == "fn":
            self.take(); name = self.take()[1]; self.take("("); ps = []
            while self.peek() != ")":
                ps.append(self.take()[1])
                if self.peek() == ",": self.take()
            self.take(")"); return ("fn", name, ps, self.block())
        if p == "return": self.take(); e = self.expr(); self.take(";"); return ("ret", e)
        if self.toks[self.i + 1][1] == "=" : n = self.take()[1]; self.take("="); e = self.expr(); self.take(";"); return ("set", n, e)
        e = self.expr(); self.take(";"); return ("ex", e)
    def program(self):
        out = []
        while self.peek(): out.append(self.stmt())
        return ("block", out)
class Ret(Exception):
    def __init__(self, v): self.v = v
import operator as o
OPS = {"+": o.add, "-": o.sub, "*": o.mul, "/": o.truediv, "%": o.mod, "^": o.pow, "==": o.eq, "!=": o.ne, "<": o.lt, ">": o.gt, "<=": o.le, ">=": o.ge}
def ev(n, env):
    match n:
        case ("num", v): return v
        case ("var", v):
            for e in env:
                if v in e: return e[v]
            raise NameError(v)
        case ("bin", "&&", l, r): return ev(l, env) and ev(r, env)
        case ("bin", "||", l, r): return ev(l, env) or ev(r, env)
        case ("bin", op, l, r): return OPS[op](ev(l, env), ev(r, env))
        case ("un", "-", x): return -ev(x, env)
        case ("un", "!", x): return not ev(x, env)
        case ("call", "print", a): print(*[ev(x, env) for x in a])
        case ("call", f, a):
            ps, body = ev(("var", f), env)
            try: ev(body, [dict(zip(ps, [ev(x, env) for x in a])), env[-1]])
            except Ret as r: return r.v
        case ("set", k, v): next((e for e in env if k in e), env[0])[k] = ev(v, env)
        case ("ex", e): ev(e, env)
        case ("block", ss):
            for s in ss: ev(s, env)
        case ("while", c, b):
            while ev(c, env): ev(b, env)
        case ("if", c, t, e): ev(t if ev(c, env) else e, env)
        case ("fn", k, ps, b): env[0][k] = (ps, b)
        case ("ret", e): raise Ret(ev(e, env))
def run(src):
    try: ev(Lang(src).program(), [{}])
    except (SyntaxError, NameError, ZeroDivisionError, TypeError) as e: print(type(e).__name__, e)
run("x = 1; while x < 50 { x = x * 2; } print(x, 2 ^ 3 ^ 2, -3 % 5, !0, 7 / 2);")
run("fn fib(n) { if n < 2 { return n; } return fib(n - 1) + fib(n - 2); } print(fib(15)); fn f(a, b) { return a * 10 + b; } print(f(f(1, 2), 3));")
run("i = 0; s = 0; while i < 100 { i = i + 1; if i % 3 == 0 && i % 5 == 0 || i == 1 { s = s + i; } else if i > 95 { s = s - 1; } } print(s);")
run("print(1 +);"); run("print(y);"); run("print(1 / 0);"); run("x = (1;"); run("fn g(n) { n = 5; return n; } n = 1; print(g(2), n);")
