"""Coroutines by send: players, a round-robin scheduler, averages, a parser."""

import os
import sys
from collections import deque

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def player(name, limit):
    count = 0
    total = 0
    reply = name
    while count < limit:
        ball = yield reply
        count += 1
        total += ball
        reply = ball + 1
    return total


def rally(limit):
    ping = player(1, limit)
    pong = player(2, limit)
    next(ping)
    next(pong)
    ball = 0
    totals = []
    while len(totals) < 2:
        for side in (ping, pong):
            try:
                ball = side.send(ball)
            except StopIteration as stop:
                totals.append(stop.value)
    return totals


class Kernel:
    """Tasks are generators that yield requests and get the answers by send."""

    def __init__(self):
        self.ready = deque()
        self.mailboxes = {}
        self.waiting = {}
        self.switches = 0

    def spawn(self, task):
        self.ready.append((task, None))

    def run(self):
        while self.ready:
            task, value = self.ready.popleft()
            self.switches += 1
            try:
                request = task.send(value)
            except StopIteration:
                continue
            self.handle(task, request)

    def handle(self, task, request):
        kind = request[0]
        if kind == "pause":
            self.ready.append((task, None))
        elif kind == "put":
            _, name, item = request
            waiting = self.waiting.get(name)
            if waiting:
                self.ready.append((waiting.popleft(), item))
            else:
                self.mailboxes.setdefault(name, deque()).append(item)
            self.ready.append((task, None))
        elif kind == "get":
            box = self.mailboxes.get(request[1])
            if box:
                self.ready.append((task, box.popleft()))
            else:
                self.waiting.setdefault(request[1], deque()).append(task)


def producer(name, count):
    for i in range(count):
        yield ("put", name, i * i)
        if i % 3 == 0:
            yield ("pause",)
    yield ("put", name, None)


def consumer(name, results):
    total = 0
    while True:
        item = yield ("get", name)
        if item is None:
            break
        total += item
    results.append(total)


def averager():
    total = 0.0
    count = 0
    average = None
    while True:
        value = yield average
        total += value
        count += 1
        average = total / count


def coroutine_ping_pong(limit):
    totals = rally(limit)
    kernel = Kernel()
    results = []
    for i in range(8):
        kernel.spawn(producer(f"box{i}", limit // 20))
        kernel.spawn(consumer(f"box{i}", results))
    kernel.run()
    average = averager()
    next(average)
    for i in range(limit):
        last = average.send(i)
    average.close()
    return totals, sum(results), kernel.switches, last


if __name__ == "__main__":
    measure("coroutine_ping_pong", coroutine_ping_pong, 500_000,
            expect=([249999500000, 249999999999], 41664166700000, 466704, 249999.5),
            small=((40_000,), ([1599960000, 1599999999], 21317336000, 37368, 19999.5)))
