"""except* in a hot loop."""


def loop(n):
    seen = {"v": 0, "t": 0, "rest": 0}
    for i in range(n):
        try:
            try:
                if i % 3 == 0:
                    raise ExceptionGroup("g", [ValueError(i), TypeError(i), KeyError(i)])
                if i % 3 == 1:
                    raise ValueError(i)
            except* ValueError as group:
                seen["v"] += len(group.exceptions)
            except* TypeError as group:
                seen["t"] += group.exceptions[0].args[0]
        except ExceptionGroup as e:
            seen["rest"] += len(e.exceptions)
    return seen


print(loop(900))
