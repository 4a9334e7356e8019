"""What is asked for the length of what it iterates over, and does not like it."""
import bisect
import sys


class BadLen:
    def __iter__(self):
        return iter(range(10))

    def __len__(self):
        raise RuntimeError("len")


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter(range(10))

    def __length_hint__(self):
        if isinstance(self.hint, Exception):
            raise self.hint
        return self.hint


for iterable in BadLen(), Hint(RuntimeError("hint")), Hint(TypeError()), Hint(-1), Hint("x"), Hint(NotImplemented), \
        Hint(2.5), Hint(3), Hint(2 ** 70):
    for take in list, [].extend, bytearray(b"").extend, tuple, sorted, set, bytes:
        try:
            print(take(iterable), end=" ")
        except Exception as e:
            print(type(e).__name__, e, end=" ")
    print()

huge = range(sys.maxsize - 1)
print(bisect.bisect_left(huge, sys.maxsize - 3), bisect.bisect_right(huge, sys.maxsize - 3))


class A:
    @classmethod
    def name(cls):
        return cls.__name__


class B:
    bound = classmethod(A.name)


try:
    B.bound()
except TypeError as e:
    print(e)
B.bound = classmethod(A().name)
try:
    print(B().bound())
except TypeError as e:
    print(e)
