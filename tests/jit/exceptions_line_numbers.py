"""Line numbers in the tracebacks of exceptions that leave inlined frames."""

import traceback


def low(x, y):
    z = x + 1
    return (z //
            y)


def mid(x, y):
    if x % 2:
        return low(x, y)
    return low(x,
               y)


def top(n, values):
    for i in range(n):
        v = values[i % len(values)]
        mid(i, v)
    return i


def lines(e):
    out = []
    tb = e.__traceback__
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_lasti >= 0))
        tb = tb.tb_next
    return out


top(2000, [1, 2])
for n, values in ((1000, [1] * 500 + [0]), (1000, [1] * 501 + [0]), (5, [None]), (2000, [1.5] * 900 + [0.0])):
    try:
        top(n, values)
    except (ZeroDivisionError, TypeError) as e:
        print(lines(e))
        traceback.print_exc()
