"""A global that a running loop takes for constant is replaced in each way there is."""

import builtins
import contextlib
import gc
import io
import operator
import signal
import sys
import types

me = sys.modules[__name__]
N = 1


def double(x):
    return x + x


def by_assignment():
    global N
    N = 2


def by_augmented():
    global N
    N += 1


def by_delete():
    global N
    del N
    N = 2


def by_for():
    global N
    for N in range(3):
        pass


def by_with():
    global N
    with contextlib.nullcontext(2) as N:
        pass


def by_import():
    global N
    import math as N
    N = int(N.tau)


def by_star_unpack():
    global N
    a, (N, *rest) = 1, (2, 3, 4)


def by_walrus():
    global N
    if (N := 2):
        pass


def by_except():
    global N
    try:
        raise ValueError(2)
    except ValueError as N:
        pass
    assert "N" not in globals()
    N = 2


def by_match():
    global N
    match [1, 2]:
        case [_, N]:
            pass


def by_class_statement():
    global N

    class N:
        pass
    N = 2


def by_getattr_hook():
    class Hook:
        def __getattr__(self, name):
            global N
            N = 2
            return name
    Hook().anything


def by_finalizer():
    class Dying:
        def __del__(self):
            global N
            N = 2
    Dying()
    gc.collect()


def by_eq_in_dict():
    class Key:
        def __hash__(self):
            return 7

        def __eq__(self, other):
            global N
            N = 2
            return True
    {Key(): 1}[Key()]


def by_sort_key():
    [3, 1, 2].sort(key=lambda x: globals().__setitem__("N", 2) or x)


def by_signal():
    signal.raise_signal(signal.SIGUSR1)


def by_print():
    class Out(io.StringIO):
        def write(self, text):
            global N
            N = 2
            return len(text)
    print("x", file=Out())


signal.signal(signal.SIGUSR1, lambda *a: exec("N = 2", globals()))

ways = [
    by_assignment, by_augmented, by_delete, by_for, by_with, by_import, by_star_unpack, by_walrus, by_except,
    by_match, by_class_statement, by_getattr_hook, by_finalizer, by_eq_in_dict, by_sort_key, by_signal, by_print,
    lambda: setattr(me, "N", 2), lambda: me.__setattr__("N", 2), lambda: delattr(me, "N") or setattr(me, "N", 2),
    lambda: globals().update(N=2), lambda: globals().__ior__({"N": 2}), lambda: globals().__setitem__("N", 2),
    lambda: globals().pop("N") and globals().setdefault("N", 2), lambda: vars(me).update({"N": 2}),
    lambda: exec("N = 2", globals()), lambda: exec("global N; N = 2", globals(), {}),
    lambda: eval("globals().update(N=2)"), lambda: operator.setitem(globals(), "N", 2),
    lambda: types.FunctionType((lambda: globals().update(N=2)).__code__, globals())(),
    lambda: me.__dict__.__setitem__("".join(["", "N"]), 2),
    lambda: [globals().__setitem__("spare%d" % i, i) for i in range(400)] and exec("N = 2", globals()),
]

calls = 0


def nothing():
    pass


def loop(rounds, way):
    total = 0
    for i in range(rounds):
        total += N
        change = way if i == rounds - 100 else nothing
        change()
        total += N
    return total


def inlined(x):
    return double(x) + N


def loop_of_calls(rounds, way):
    total = 0
    for i in range(rounds):
        total += inlined(i & 7)
        if i == rounds - 100:
            way()
            total += N
    return total


def reset():
    global N
    N = 1


for way in ways:
    for f in loop, loop_of_calls:
        reset()
        before = f(600, nothing)
        after = f(600, way)
        assert N != 1
        once_more = f(120, nothing)
        reset()
        print(ways.index(way), f.__name__, before, after, once_more, f(120, nothing))
