def run(co, v=None):
    try:
        while True: co.send(None)
    except StopIteration as e: return e.value
async def g():
    try:
        x = yield 1; print("x", x)
        y = yield 2; print("y", y)
    except ValueError as e: print("caught", e); yield "handled"
    finally: print("finally")
async def t1():
    a = g(); print(await a.__anext__(), await a.asend("s"), await a.athrow(ValueError("v")))
    try: await a.__anext__()
    except StopAsyncIteration: print("stop")
async def t2():
    a = g(); await a.__anext__(); await a.aclose()
    try: await a.__anext__()
    except StopAsyncIteration: print("closed")
async def t3():
    a = g()
    try: await a.asend(5)
    except TypeError as e: print(e)
async def bad():
    yield 1
    raise StopAsyncIteration
async def t4():
    try:
        async for x in bad(): print(x)
    except RuntimeError as e: print(e)
async def t5():
    async for i in g():
        print(i)
        if i == 1: break
    print("after break")
async def nested(n):
    if n:
        async for x in nested(n - 1): yield x
    yield n
async def t6(): return [x async for x in nested(4)]
async def ign():
    try: yield 1
    finally: yield 2
async def t7():
    a = ign(); await a.__anext__()
    try: await a.aclose()
    except RuntimeError as e: print(e)
for t in (t1, t2, t3, t4, t6, t7): print(t.__name__, run(t()))
print(type(g()).__name__, g().ag_running, g().__name__, g.__code__.co_flags & 0x200 != 0)
