"""Caches that forget the least recently used: by hand, OrderedDict, functools."""

import functools
import os
import sys
from collections import OrderedDict

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Entry:
    __slots__ = ("key", "value", "newer", "older")

    def __init__(self, key, value):
        self.key = key
        self.value = value
        self.newer = self.older = self


class LinkedCache:
    """A dict of entries in a ring; the entry after the root is the oldest."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.entries = {}
        self.root = Entry(None, None)
        self.hits = 0

    def _unlink(self, entry):
        entry.older.newer = entry.newer
        entry.newer.older = entry.older

    def _make_newest(self, entry):
        root = self.root
        entry.newer = root
        entry.older = root.older
        root.older.newer = entry
        root.older = entry

    def get(self, key, default=None):
        entry = self.entries.get(key)
        if entry is None:
            return default
        self.hits += 1
        self._unlink(entry)
        self._make_newest(entry)
        return entry.value

    def put(self, key, value):
        entry = self.entries.get(key)
        if entry is not None:
            entry.value = value
            self._unlink(entry)
        else:
            if len(self.entries) >= self.capacity:
                oldest = self.root.newer
                self._unlink(oldest)
                del self.entries[oldest.key]
            entry = self.entries[key] = Entry(key, value)
        self._make_newest(entry)


class OrderedCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.entries = OrderedDict()
        self.hits = 0

    def get(self, key, default=None):
        try:
            self.entries.move_to_end(key)
        except KeyError:
            return default
        self.hits += 1
        return self.entries[key]

    def put(self, key, value):
        self.entries[key] = value
        self.entries.move_to_end(key)
        if len(self.entries) > self.capacity:
            self.entries.popitem(last=False)


class DictCache:
    """Relies on a dict's order: what is used is taken out and put in again."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.entries = {}
        self.hits = 0

    def get(self, key, default=None):
        if key not in self.entries:
            return default
        value = self.entries.pop(key)
        self.entries[key] = value
        self.hits += 1
        return value

    def put(self, key, value):
        self.entries.pop(key, None)
        self.entries[key] = value
        if len(self.entries) > self.capacity:
            del self.entries[next(iter(self.entries))]


def use(cache, requests):
    total = 0
    for key in requests:
        value = cache.get(key)
        if value is None:
            value = len(key) + key.count("7")
            cache.put(key, value)
        total += value
    return total, cache.hits


def use_decorated(capacity, requests):
    @functools.lru_cache(maxsize=capacity)
    def compute(key):
        return len(key) + key.count("7")

    total = sum(map(compute, requests))
    return total, compute.cache_info().hits


def lru_cache(capacity, count):
    state = 31
    requests = []
    for _ in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        requests.append("page/%d" % (((state >> 8) % 1000) ** 2 // 1000))
    results = [use(kind(capacity), requests) for kind in (LinkedCache, OrderedCache, DictCache)]
    results.append(use_decorated(capacity, requests))
    assert len(set(results)) == 1
    return results[0]


if __name__ == "__main__":
    measure("lru_cache", lru_cache, 200, 200_000,
            expect=(1563137, 71620),
            small=((100, 15_000), (117353, 3087)))
