"""Signals reach hot loops: handlers run, see the frame, and may raise."""

import signal
import sys


def endless():
    i = 0
    while True:
        i += 1


def endless_for():
    while True:
        for i in range(1000):
            pass


def nested_call(x):
    return x + 1


def endless_calls():
    x = 0
    while True:
        x = nested_call(x) & 1023


def endless_floats():
    x = 0.5
    while x:
        x = x * 0.5 + 0.25


class Stop(Exception):
    pass


def handler(number, frame):
    names = []
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    raise Stop([n for n in names if n != "nested_call"][:2])


signal.signal(signal.SIGALRM, handler)
for f in (endless, endless_for, endless_calls, endless_floats):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        f()
    except Stop as e:
        print(e)

ticks = 0


def tick(number, frame):
    global ticks
    ticks += 1


def wait():
    rounds = 0
    while ticks < 3:
        rounds += 1
    return rounds > 100


signal.signal(signal.SIGALRM, tick)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
print(wait())
signal.setitimer(signal.ITIMER_REAL, 0)


def interrupted(n):
    caught = 0
    for i in range(n):
        try:
            if i % 500 == 499:
                signal.raise_signal(signal.SIGINT)
                caught += 100000
        except KeyboardInterrupt:
            caught += 1
    return caught


print(interrupted(3000))
