# __del__ and the finally clauses of suspended generators run at the end, while
# the streams are still open.
import gc


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("finalizer of", self.name)


def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("generator closed")


first = numbers()
next(first)
del first
gc.collect()
kept = Noisy("kept")
gone = Noisy("gone")
gone.itself = gone
del gone
gc.collect()
suspended = numbers()
next(suspended)
print("end of the program")
