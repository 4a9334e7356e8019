# What a profile says of compiled code: inlined calls are frames of their own, lines and
# natives are told as in the interpreter, callers are those that there are.
import os
import re
import subprocess
import sys

PROGRAM = """\
def mixed(x):
    return (x * x + 7) % 1000003 ^ (x * 3 + 5) % 10007 ^ (x * 5 + 3) % 1009 ^ (x * 7 + 1) % 907


def twice(x):
    y = mixed(x)
    return y + mixed(y)


def looping(n):
    total = 0
    for i in range(n):
        total += twice(i)
        total &= 0xFFFFFFF
    return total


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def calling(n):
    data = list(range(500))
    total = 0
    for i in range(n):
        total += sum(data)
        total -= i
    return total


class Counter:
    def __init__(self):
        self.n = 0

    def add(self, x):
        self.n += mixed(x) & 3


def counting(n):
    counter = Counter()
    for i in range(n):
        counter.add(i)


looping(15000000)
fib(37)
calling(200000)
counting(15000000)
n = 0
for i in range(15000000):
    n += mixed(i) & 1
"""

path = os.path.join(os.environ["TEST_TMP"], "compiled.folded")
result = subprocess.run([sys.executable, "--profile=" + path, "-c", PROGRAM], capture_output=True, text=True)
assert result.returncode == 0, result.stderr
weights = {}
for line in open(path):
    stack, weight = line.rsplit(" ", 1)
    stack = tuple(re.sub(r"<string>:", "", frame) for frame in stack.split(";"))
    weights[stack] = weights.get(stack, 0) + int(weight)


def names(stack):
    return [frame.split(" (")[0] for frame in stack]


def weight(*which, line=None):
    """Of the stacks that have exactly these functions; of those that end in a line."""
    return sum(w for stack, w in weights.items() if names(stack) == list(which)
               and (line is None or stack[-1].endswith(f"({line})")))


def check(what, value):
    print(what, value if value is True else f"False: {weights}")


looping = ["<module>", "looping"]
mixed = weight(*looping, "twice", "mixed")
check("inlined", mixed > weight(*looping) + weight(*looping, "twice"))
check("one line", mixed == weight(*looping, "twice", "mixed", line=2))
called_from = {stack[2] for stack in weights if names(stack) == [*looping, "twice", "mixed"]}
check("called from both lines", called_from == {"twice (6)", "twice (7)"})
check("from one line", {stack[1] for stack in weights if "twice" in names(stack)} == {"looping (13)"})
check("natives", weight("<module>", "calling", "[native] sum") > 5 * weight("<module>", "calling"))
check("methods", weight("<module>", "counting", "Counter.add", "mixed", line=2) > 0)
check("in a module", weight("<module>", "mixed", line=2) > 0)

fibs = {stack: w for stack, w in weights.items() if "fib" in names(stack)}
check("recursion", all(set(names(stack)) == {"<module>", "fib"} for stack in fibs))
check("its calls", {frame for stack in fibs for frame in stack[1:-1]} == {"fib (21)"})
check("its depth", 15 < sum(len(stack) * w for stack, w in fibs.items()) / sum(fibs.values()) < 37)
