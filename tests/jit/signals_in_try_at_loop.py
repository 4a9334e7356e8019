"""A signal's exception in a loop that a `try` begins with is handled by that `try`."""
import signal


class Alarm(Exception):
    pass


def ring(number, frame):
    raise Alarm


signal.signal(signal.SIGALRM, ring)


def spin():
    n = 0
    try:
        while True:
            n += 1
    except Alarm:
        return n > 0


def spin_over_range():
    n = 0
    try:
        for n in range(10 ** 12):
            pass
    except Alarm:
        return n > 0


for function in (spin, spin_over_range, spin):
    signal.setitimer(signal.ITIMER_REAL, 0.03)
    print(function())
signal.setitimer(signal.ITIMER_REAL, 0.03)
count = 0
try:
    while True:
        count += 1
except Alarm:
    print(count > 0)
