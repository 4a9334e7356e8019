# A traceback's frames keep their variables after the exception has left them.
import sys
import traceback

def show(tb):
    while tb:
        frame = tb.tb_frame
        if frame.f_code.co_name != "<module>":
            print(frame.f_code.co_name, tb.tb_lineno, {k: v for k, v in frame.f_locals.items() if isinstance(v, (int, str))},
                  frame.f_back and frame.f_back.f_code.co_name)
        tb = tb.tb_next

def outer(a, b=2):
    total = [a, b]
    unset = 1
    del unset
    def inner():
        return total
    middle(a, *total, key=b)

def middle(x, *rest, **named):
    y = x + 1
    if y:
        innermost(y)
    later = 5

def innermost(n):
    if n:
        innermost(n - 1)
    n / 0

try:
    outer(1)
except ZeroDivisionError as e:
    show(e.__traceback__)
    for entry in traceback.TracebackException.from_exception(e, capture_locals=True).stack[1:]:
        print(entry.name, entry.lineno, sorted(entry.locals or {}))

def generator(start):
    value = yield start
    raise ValueError(value)

g = generator(3)
next(g)
try:
    g.send("sent")
except ValueError as e:
    show(e.__traceback__)

class Thing:
    def __init__(self, size):
        self.size = size
        shape = "round"
        raise KeyError(size)
    def __repr__(self):
        return "thing"

def make():
    local = "of make"
    return Thing(4)

try:
    make()
except KeyError as e:
    saved = e
show(saved.__traceback__)

def handles():
    before = 1
    try:
        make()
    except KeyError as e:
        show(e.__traceback__)
        return e.__traceback__
show(handles().tb_next)

def in_class_body():
    class Body:
        first = 1
        second = first / 0
try:
    in_class_body()
except ZeroDivisionError as e:
    last = e.__traceback__.tb_next.tb_next.tb_frame
    print(last.f_code.co_name, last.f_locals["first"], last.f_back.f_code.co_name)

def again():
    tries = []
    for attempt in range(2):
        try:
            maybe(attempt, tries)
        except LookupError as e:
            tries.append(e.__traceback__)
    return tries

def maybe(attempt, tries):
    mine = "try %d" % attempt
    for tb in tries:
        show(tb)
    raise LookupError

for tb in again():
    show(tb.tb_next)

def comprehends(n):
    here = "c"
    return [1 / (i - 2) for i in range(n)]
try:
    comprehends(5)
except ZeroDivisionError as e:
    tb = e.__traceback__.tb_next
    print(tb.tb_frame.f_code.co_name, tb.tb_frame.f_locals, tb.tb_next.tb_frame.f_code.co_name,
          tb.tb_next.tb_frame.f_back.f_code.co_name)
