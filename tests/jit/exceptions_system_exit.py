"""sys.exit in a callee of a hot loop, through finally."""

import sys


def check(i):
    if i == 1234:
        sys.exit("leaving at %d" % i)


def loop():
    try:
        for i in range(5000):
            check(i)
    finally:
        print("finally", i)


loop()
