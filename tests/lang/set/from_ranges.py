# Sets that take their items from ranges and their iterators, in the order of the table.
print(set(range(10)), set(range(20, 0, -3)), set(range(5, 5)), frozenset(range(-4, 3)))
print(set(range(2 ** 62 - 2, 2 ** 62 + 2)) == {2 ** 62 - 2, 2 ** 62 - 1, 2 ** 62, 2 ** 62 + 1})
it = iter(range(8))
print(next(it), set(it), list(it))


class Three:
    """Equal to 3, and stops whoever asks about it a second time."""

    asked = 0

    def __hash__(self):
        return 3

    def __eq__(self, other):
        Three.asked += 1
        if Three.asked == 2:
            raise ValueError(other)
        return False


s = {Three()}
s.update(range(4))
print(len(s), Three.asked)
it = iter(range(2, 9))
try:
    {Three()}.update(it)
except ValueError as e:
    print("stopped at", e, "still to come", list(it))
s = set(range(1000))
s |= set(range(500, 1500))
s.update(range(3000, 2000, -7), range(3))
print(len(s), sum(s), list(s)[:5])
