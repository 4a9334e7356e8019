"""A method replaces itself, and its class's attributes, while it runs."""


class Machine:
    scale = 1

    def step(self, n):
        total = 0
        for i in range(n):
            total += self.part(i)
            if i == n - 5:
                Machine.step = Machine.second
                Machine.part = lambda self, i: -1
                Machine.scale = 3
        return total * self.scale

    def second(self, n):
        return "second", n

    def part(self, i):
        return i & 3


m = Machine()
first = Machine.step
part = Machine.part
for round in range(3):
    Machine.step, Machine.part, Machine.scale = first, part, 1
    print([m.step(400) for _ in range(3)])
