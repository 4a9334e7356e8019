"""Priority queues: heapq with tuples and objects, a heap by hand, merging, top items."""

import heapq
import itertools
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Heap:
    """A binary heap in a list, smallest first."""

    def __init__(self):
        self.items = []

    def __len__(self):
        return len(self.items)

    def push(self, item):
        items = self.items
        items.append(item)
        child = len(items) - 1
        while child:
            parent = (child - 1) // 2
            if not items[child] < items[parent]:
                break
            items[child], items[parent] = items[parent], items[child]
            child = parent

    def pop(self):
        items = self.items
        top = items[0]
        last = items.pop()
        if items:
            items[0] = last
            self._sift_down(0)
        return top

    def _sift_down(self, parent):
        items = self.items
        size = len(items)
        while True:
            child = 2 * parent + 1
            if child >= size:
                return
            if child + 1 < size and items[child + 1] < items[child]:
                child += 1
            if not items[child] < items[parent]:
                return
            items[child], items[parent] = items[parent], items[child]
            parent = child


class Job:
    def __init__(self, priority, name):
        self.priority = priority
        self.name = name

    def __lt__(self, other):
        return self.priority < other.priority or (
            self.priority == other.priority and self.name < other.name)


class TaskQueue:
    """heapq with removal: entries are marked as removed and skipped."""

    def __init__(self):
        self.heap = []
        self.entries = {}
        self.counter = itertools.count()

    def add(self, task, priority):
        if task in self.entries:
            self.remove(task)
        entry = [priority, next(self.counter), task]
        self.entries[task] = entry
        heapq.heappush(self.heap, entry)

    def remove(self, task):
        self.entries.pop(task)[2] = None

    def pop(self):
        while True:
            priority, _, task = heapq.heappop(self.heap)
            if task is not None:
                del self.entries[task]
                return task, priority

    def __bool__(self):
        return bool(self.entries)


def numbers(count, seed):
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        yield seed >> 8


def priority_queue(count):
    values = list(numbers(count, 3))
    heap = Heap()
    for value in values:
        heap.push(value)
    by_hand = [heap.pop() for _ in range(len(heap))]
    by_module = values[:]
    heapq.heapify(by_module)
    assert by_hand == [heapq.heappop(by_module) for _ in range(count)]

    jobs = []
    for value in values[:count // 4]:
        heapq.heappush(jobs, Job(value % 50, "job%d" % value))
    order = 0
    position = 0
    while jobs:
        position += 1
        order = (order * 31 + heapq.heappop(jobs).priority * position) % 1000003

    queue = TaskQueue()
    for value in values:
        queue.add("task%d" % (value % 2000), value)
    done = 0
    while queue:
        task, priority = queue.pop()
        done = (done * 7 + priority + len(task)) % 1000003

    merged = heapq.merge(*(sorted(values[i::5]) for i in range(5)))
    assert list(merged) == by_hand
    largest = heapq.nlargest(10, values, key=lambda value: value % 10007)
    return by_hand[0], order, done, largest[0], heapq.nsmallest(3, values)[-1]


if __name__ == "__main__":
    measure("priority_queue", priority_queue, 50_000,
            expect=(169, 303038, 337170, 5894122, 790),
            small=((4_000,), (990, 105301, 951650, 4773334, 5727)))
