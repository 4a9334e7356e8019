import types
class Sleep:
    def __init__(self, n): self.n = n
    def __await__(self):
        got = yield ("sleep", self.n)
        return got
async def child(n):
    r = await Sleep(n); return r * 2
async def main():
    a = await child(1); b = await child(2)
    try: await fail()
    except ValueError as e: print("caught", e)
    return a + b
async def fail(): await Sleep(9); raise ValueError("async")
def drive(co, replies):
    replies = iter(replies); v = None
    try:
        while True: y = co.send(v); print("yielded", y); v = next(replies)
    except StopIteration as e: return e.value
print(drive(main(), [10, 20, 30]))
c = child(1); print(type(c).__name__, c.__name__, c.cr_running, c.cr_frame is not None, c.cr_await); c.close()
async def agen(n):
    for i in range(n):
        r = yield i
        if r: print("got", r)
async def consume():
    out = []
    async for x in agen(3): out.append(x)
    else: out.append("else")
    comp = [x async for x in agen(3) if x]; d = {x: x * x async for x in agen(2)}; s = {x async for x in agen(1)}; g = (x async for x in agen(2)); l = [y async for y in g]
    aw = [await child(i) for i in range(2)]
    return out, comp, d, s, l, aw
print(drive(consume(), [5, 6]))
class ACM:
    async def __aenter__(self): print("aenter", await Sleep("in")); return "res"
    async def __aexit__(self, t, v, tb): print("aexit", t, await Sleep("out")); return t is KeyError
async def use():
    async with ACM() as a, ACM() as b: print(a, b)
    async with ACM(): raise KeyError("suppressed")
    for i in range(2):
        async with ACM():
            if i == 0: continue
            return "returned"
print(drive(use(), range(100)))
class AIter:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 2: raise StopAsyncIteration
        return self.n
async def it(): return [x async for x in AIter()], await anext(AIter()), await anext(agen(0), "dflt"), aiter(agen(1)).__class__.__name__
print(drive(it(), []))
@types.coroutine
def old(): x = yield "old"; return x
async def use_old(): return await old()
print(drive(use_old(), ["o"]))
def t(f):
    try: drive(f(), []); print("fine")
    except Exception as e: print(type(e).__name__, e)
async def e1(): await 5
async def e2():
    async for x in [1]: pass
async def e3():
    async with 5: pass
async def e4():
    for x in agen(1): pass
async def e5(): return [x for x in AIter()]
async def e6(): raise StopIteration("si")
async def e7():
    class Bad:
        def __await__(self): return 5
    await Bad()
async def e8():
    class BadI:
        def __aiter__(self): return 5
    async for x in BadI(): pass
async def e9():
    class N:
        def __aiter__(self): return self
        def __anext__(self): return 5
    async for x in N(): pass
async def e10(): c = child(1); c.close(); await c
async def e11():
    with ACM(): pass
for f in (e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11): t(f)
for e in ("iter(child(1))", "next(child(1))", "list(agen(1))", "len(agen(1))", "child(1)()", "aiter(5)", "anext(5)", "child(1) + 1"):
    try: eval(e)
    except TypeError as x: print(x)
