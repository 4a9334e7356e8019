# A finalizer that searches with a pattern that died together with its object.
import gc
import re


class Owner:
    def __init__(self, number):
        self.pattern = re.compile("(?P<x>a)(b)?" + "c?" * number)
        self.me = self

    def __del__(self):
        m = self.pattern.match("ab")
        found.append((m.span(), m.lastindex, self.pattern.sub(r"\g<x>", "xab")))


found = []
for number in range(10):
    Owner(number)
    re.purge()
    gc.collect()
print(len(found) > 5, set(found))
