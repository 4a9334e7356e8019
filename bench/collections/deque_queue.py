"""Queues: deque for breadth-first search, sliding windows, Josephus, a ring buffer."""

import os
import sys
from collections import deque

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class RingBuffer:
    def __init__(self, capacity):
        self.items = [None] * capacity
        self.first = 0
        self.size = 0

    def push(self, item):
        if self.size == len(self.items):
            raise OverflowError("full")
        self.items[(self.first + self.size) % len(self.items)] = item
        self.size += 1

    def pop(self):
        if self.size == 0:
            raise IndexError("empty")
        item = self.items[self.first]
        self.items[self.first] = None
        self.first = (self.first + 1) % len(self.items)
        self.size -= 1
        return item


def maze(width, height):
    state = 1234
    walls = set()
    for _ in range(width * height // 4):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        walls.add(((state >> 8) % width, (state >> 18) % height))
    walls.discard((0, 0))
    return walls


def flood(width, height, walls):
    """Cells that can be reached from a corner, and the farthest one's distance."""
    queue = deque([(0, 0, 0)])
    seen = {(0, 0)}
    distance = 0
    while queue:
        x, y, distance = queue.popleft()
        for cell in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if (0 <= cell[0] < width and 0 <= cell[1] < height
                    and cell not in walls and cell not in seen):
                seen.add(cell)
                queue.append((cell[0], cell[1], distance + 1))
    return len(seen), distance


def window_maxima(values, width):
    """The maximum of each window, by a deque of falling candidates."""
    candidates = deque()
    for i, value in enumerate(values):
        while candidates and values[candidates[-1]] <= value:
            candidates.pop()
        candidates.append(i)
        if candidates[0] <= i - width:
            candidates.popleft()
        if i >= width - 1:
            yield values[candidates[0]]


def moving_average(values, width):
    window = deque(maxlen=width)
    total = 0
    averages = []
    for value in values:
        if len(window) == width:
            total -= window[0]
        window.append(value)
        total += value
        averages.append(total / len(window))
    return averages


def josephus(count, step):
    circle = deque(range(count))
    while len(circle) > 1:
        circle.rotate(1 - step)
        circle.popleft()
    return circle[0]


def producer_consumer(rounds):
    buffer = RingBuffer(64)
    produced = consumed = total = 0
    while consumed < rounds:
        try:
            while True:
                buffer.push(produced)
                produced += 1
        except OverflowError:
            pass
        for _ in range(48):
            total += buffer.pop()
            consumed += 1
    return total


def deque_queue(size):
    values = [i * 7919 % 10007 for i in range(size)]
    walls = maze(200, size // 400)
    return (flood(200, size // 400, walls), sum(window_maxima(values, 50)),
            "%.6f" % sum(moving_average(values, 30)), josephus(size // 4, 7), producer_consumer(size))


if __name__ == "__main__":
    measure("deque_queue", deque_queue, 240_000,
            expect=((93068, 806), 2366865493, "1200721106.221718", 56814, 28799880000),
            small=((20_000,), ((7763, 254), 196799933, "100057516.855051", 4172, 200310120)))
