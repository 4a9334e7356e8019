"""del of locals, and reads of unbound ones, inside hot loops."""


def some(n, period):
    unbound = 0
    total = 0
    for i in range(n):
        if i % period == 0:
            x = i
        try:
            total += x
        except UnboundLocalError as e:
            unbound += 1
            text = str(e)
        if i % period == period - 2:
            del x
    return total, unbound, text


def twice(n):
    for i in range(n):
        y = i
        del y
        if i == n - 1:
            try:
                del y
            except UnboundLocalError as e:
                return str(e)


def late(n):
    for i in range(n):
        if i > n - 2:
            return z
        if i > n:
            z = 1


def cell(n):
    def inner():
        return v
    out = 0
    for i in range(n):
        v = i
        out += inner()
        if i % 100 == 99:
            del v
            try:
                inner()
            except NameError as e:
                text = str(e)
    return out, text


print(some(3000, 5), twice(1000), cell(1000))
try:
    late(1000)
except UnboundLocalError as e:
    print(e)
