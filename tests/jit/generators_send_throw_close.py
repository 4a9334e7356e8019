"""send, throw and close of hot generators, with handlers and finally in their loops."""


def averager():
    total = count = 0
    average = None
    try:
        while True:
            try:
                value = yield average
                total += value
                count += 1
                average = total / count
            except TypeError as e:
                average = str(e)
            except ValueError:
                total = count = 0
                average = "reset"
    except GeneratorExit:
        log.append(("closed", count))
        raise
    finally:
        log.append("finally")


log = []


def drive(n):
    g = averager()
    next(g)
    out = []
    for i in range(n):
        if i % 500 == 499:
            out.append(g.throw(ValueError("x")))
        elif i % 300 == 7:
            out.append(g.send(None if i < 1000 else "text"))
        else:
            r = g.send(i if i < 1500 else i * 0.5)
    out.append(r)
    g.close()
    g.close()
    return out


print(drive(3000))
print(log)
g = averager()
next(g)
try:
    g.throw(KeyError("out"))
except KeyError as e:
    print(repr(e), log[-1])
try:
    g.send(1)
except StopIteration:
    print("over")


def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            yield 2


for _ in range(50):
    s = stubborn()
    next(s)
    try:
        s.close()
    except RuntimeError as e:
        text = str(e)
print(text)
