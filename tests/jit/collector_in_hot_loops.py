"""Hot loops that allocate much, in cycles, with values held only in registers."""

import gc


class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def chain(n):
    head = None
    for i in range(n):
        head = Node(i, head)
        if i % 100 == 99:
            ring = Node(i, None)
            ring.next = ring
    t = 0
    while head is not None:
        t += head.value
        head = head.next
    return t


def boxes(n):
    a = b = 0.0
    for i in range(n):
        a, b = b + i * 0.5, a - 1.0
        s = str(i) + "x"
        pair = (a, s)
        if i % 1000 == 999:
            gc.collect()
        if pair[1][-1] != "x":
            return "lost"
    return a, b, pair


def nested(n):
    out = []
    for i in range(n):
        row = [[j, str(j)] for j in range(i % 20)]
        out.append(row[-1] if row else None)
        if len(out) > 100:
            out = out[50:]
    return [o for o in out if o][-3:]


for _ in range(3):
    print(chain(3000), boxes(5000), nested(1000))
