"""Methods of built-in objects, bound once and called in loops; others come to the same place."""


class Recording(list):
    def append(self, item):
        super().append(item)
        super().append(-1)


def fill(push, n):
    for i in range(n):
        push(i)


def drain(pop, n):
    total = 0
    for _ in range(n):
        total = total * 3 % 1000003 + pop()
    return total


items, names, numbers = [], {}, set()
fill(items.append, 300)
other = []
fill(other.append, 5)
print(len(items), other, drain(items.pop, 200), len(items))
fill(numbers.add, 50)  # another method, of another type
fill(items.append, 10)
fill(names.setdefault, 3)
print(len(items), len(numbers), names)
recording = Recording()
fill(recording.append, 3)
fill(super(Recording, recording).append, 3)
print(recording)
for receiver in ([1, 2], bytearray(b"ab"), {3}):
    try:
        print(drain(receiver.pop, 4))
    except (IndexError, KeyError) as error:
        print(type(error).__name__, error)


def mixed(n):
    stack = []
    push, pop = stack.append, stack.pop
    for i in range(n):
        push(i)
        push(i * 0.5 if i % 7 == 3 else i)
        if i % 5:
            pop()
        if i == n - 2:
            push("text")
    return len(stack), stack[-3:], sum(x for x in stack if not isinstance(x, str))


print(mixed(100), mixed(1000))
get = {i: i * i for i in range(10)}.get
print(sum(get(i % 12, -1) for i in range(500)))
join = ", ".join
print([join(map(str, range(i))) for i in range(3)], join("abc"))
