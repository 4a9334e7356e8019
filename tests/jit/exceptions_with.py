"""with statements in hot loops: managers that swallow, raise, change; and return through them."""


class Guard:
    def __init__(self, kind):
        self.kind = kind
        self.exits = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.exits += 1
        if self.exits == 1500:
            Guard.__exit__ = lambda self, *a: False
        return kind is not None and issubclass(kind, self.kind)


def loop(n, guard):
    done = 0
    for i in range(n):
        try:
            with guard as g:
                if i % 3 == 0:
                    raise ValueError(i)
                if i % 50 == 1:
                    continue
                if i == n - 1:
                    return "returned", done, g.exits
                done += 1
        except ValueError:
            done += 10000
    return done, guard.exits


original = Guard.__exit__
print(loop(1001, Guard(ValueError)), loop(1001, Guard(KeyError)))
print(loop(3000, Guard(Exception)))
Guard.__exit__ = original
print(loop(3000, Guard(Exception)))


def both(n):
    log = []
    for i in range(n):
        with Guard(ValueError) as a, Guard(KeyError) as b:
            if i % 2:
                raise KeyError(i)
            if i % 5 == 0:
                raise ValueError
            log.append(i)
        log.append((a.exits, b.exits))
    return len(log), log[-3:]


Guard.__exit__ = original
print(both(500))
