"""finally on the way of break, continue, return and exceptions, in hot loops."""


def ways(n):
    trail = 0
    for i in range(n):
        try:
            if i % 5 == 0:
                continue
            if i == n - 2:
                break
            trail += 1
        finally:
            trail += 1000
    else:
        trail = -trail
    return trail


def returns(i):
    try:
        if i % 2:
            return "try", i
        raise ValueError(i)
    except ValueError:
        return "except", i
    finally:
        if i % 7 == 0:
            return "finally", i


def nested(n):
    log = []
    for i in range(n):
        try:
            try:
                if i % 3 == 0:
                    1 // 0
                elif i % 3 == 1:
                    [][1]
            except ZeroDivisionError:
                log.append("z")
                if i % 6 == 0:
                    raise
            finally:
                log.append("f")
        except (ZeroDivisionError, IndexError) as e:
            log.append(type(e).__name__[0])
        else:
            log.append("e")
    return len(log), "".join(log[-30:])


def swallow(n):
    count = 0
    while True:
        try:
            count += 1
            raise KeyError(count)
        finally:
            if count < n:
                continue
            break
    return count


print(ways(2000), ways(1), ways(0), nested(1000), swallow(1500))
results = [returns(i) for i in range(2000)]
print(results[-8:], len(set(r[0] for r in results)))
