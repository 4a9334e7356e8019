"""Instructions with hundreds of operands, made warm."""

N = 400
names = ["x%d" % i for i in range(N)]


def make(source):
    space = {}
    exec(source, space)
    return space["f"]


def hot(function, *args):
    last = None
    for _ in range(300):
        try:
            last = function(*args)
        except (ValueError, TypeError) as e:
            last = type(e).__name__, str(e)
    return str(last)[:60], hash(str(last).replace(" ", "")) == hash(str(function(*args)).replace(" ", "")) \
        if not isinstance(last, tuple) or type(last[0]) is not str else None


numbers = list(range(N))
unpack = make("def f(v):\n %s = v\n return [%s]" % (", ".join(names), ", ".join(names)))
for values in range(N), numbers, tuple(numbers), (x for x in numbers), numbers[1:], tuple(numbers[1:]), numbers + [1]:
    print(hot(unpack, values) if not hasattr(values, "send") else unpack(values)[-1])
starred = make("def f(v):\n *a, %s = v\n return a, x7" % ", ".join(names[:300]))
for values in range(N), numbers, tuple(numbers):
    print(hot(starred, values))
same = make("def f(v):\n (%s) = v\n return y" % ("y, " * N))
for values in range(N), numbers, tuple(numbers):
    print(hot(same, values))
print(hot(make("def f(v):\n return (%s)" % ", ".join("v + %d" % i for i in numbers)), 5))
print(hot(make("def f(v):\n return {%s}" % ", ".join("%d: v" % i for i in numbers)), 5))
print(hot(make("def f(v):\n return {%s}" % ", ".join("'k%d': v" % i for i in numbers)), 5))
print(hot(make("def f(v):\n return len({%s})" % ", ".join("v + %d" % i for i in numbers)), 5))
print(hot(make("def f(v):\n return f'%s'" % "".join("{v}-%d" % i for i in numbers)), 5))
print(hot(make("def f(v):\n return '%s' %% (%s)" % ("%s " * N, ", ".join("v" for i in numbers))), 5))
print(hot(make("def f(v):\n def g(*a): return sum(a)\n return g(%s)" % ", ".join("v + %d" % i for i in numbers)), 5))
print(hot(make("def f(v):\n return max(%s)" % ", ".join("v + %d" % i for i in numbers)), 5))
print(hot(make("def f(v):\n return dict(%s)" % ", ".join("k%d=v" % i for i in numbers)), 5))
print(hot(make("def f(v):\n def g(**k): return len(k)\n return g(%s)" % ", ".join("k%d=v" % i for i in numbers)), 5))
print(hot(make("def f(v):\n def g(%s): return x0 + x399\n return g(%s)" % (
    ", ".join(names), ", ".join("v + %d" % i for i in numbers))), 5))
print(hot(make("def f(v):\n def g(%s): return x0 + x399\n return g(%s)" % (
    ", ".join(names), ", ".join("x%d=v" % i for i in numbers))), 5))
print(hot(make("class C:\n def m(self, %s): return x0 + x399\ndef f(v, c=C()):\n return c.m(%s)" % (
    ", ".join(names), ", ".join("v + %d" % i for i in numbers))), 5))
print(hot(make("class C:\n def __init__(self, %s): self.z = x0 + x399\ndef f(v):\n return C(%s).z" % (
    ", ".join(names), ", ".join("v + %d" % i for i in numbers))), 5))
print(hot(make("def f(v):\n %s\n def g(): return %s\n return g()" % (
    "; ".join("%s = v" % n for n in names), " + ".join(names))), 5))
print(hot(make("def f(v):\n return %s" % " + ".join("v" for n in names)), 5))
print(hot(make("def f(v):\n return %s" % " < ".join("v + %d" % i for i in numbers)), 5))
print(hot(make("def f(v):\n return %s" % " and ".join("v + %d" % (i + 1) for i in numbers)), 5))
print(hot(make("def f(v):\n return '|'.join([%s])" % ", ".join("str(v)" for i in numbers[:300])), 5))
