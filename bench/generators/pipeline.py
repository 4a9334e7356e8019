"""Records flowing through a pipeline of generators."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def read_records(count):
    state = 4711
    for number in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        yield {"id": number, "kind": "abcde"[state % 5], "amount": (state >> 8) % 1000}


def only(records, predicate):
    for record in records:
        if predicate(record):
            yield record


def with_tax(records, percent):
    for record in records:
        record["tax"] = record["amount"] * percent // 100
        yield record


def in_batches(items, size):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def flattened(batches):
    for batch in batches:
        yield from batch


def running_total(amounts):
    total = 0
    for amount in amounts:
        total += amount
        yield total


def take(items, count):
    for item, _ in zip(items, range(count)):
        yield item


def naturals():
    n = 0
    while True:
        yield n
        n += 1


def pipeline(count):
    records = read_records(count)
    records = only(records, lambda record: record["kind"] != "c")
    records = with_tax(records, 19)
    batches = in_batches(records, 64)
    sizes = []
    seen = []
    for batch in batches:
        sizes.append(len(batch))
        seen.append(sum(record["amount"] + record["tax"] for record in batch))
    totals = list(running_total(seen))
    again = flattened(in_batches(take(naturals(), count), 10))
    squares = (n * n % 97 for n in again)
    odd = (n for n in squares if n & 1)
    return len(sizes), totals[-1], sum(running_total(odd)) % 1000003


if __name__ == "__main__":
    measure("pipeline", pipeline, 500_000,
            expect=(6254, 237735010, 595781),
            small=((50_000,), (625, 23842064, 862038)))
