"""Exceptions through many frames: recursion, finally blocks, generators, re-raising."""

import os
import sys
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Found(Exception):
    def __init__(self, path):
        self.path = path


class TooDeep(Exception):
    pass


def descend(depth, limit):
    if depth == limit:
        raise TooDeep(depth)
    return descend(depth + 1, limit) + 1


def descend_with_cleanup(depth, limit, log):
    try:
        if depth == limit:
            raise TooDeep(depth)
        descend_with_cleanup(depth + 1, limit, log)
    finally:
        log.append(depth)


def descend_and_reraise(depth, limit):
    try:
        if depth == limit:
            raise KeyError(depth)
        descend_and_reraise(depth + 1, limit)
    except KeyError:
        if depth % 5 == 0:
            raise
        raise KeyError(depth) from None


def search(tree, wanted, path):
    """Leaves the whole recursion by an exception when it has found the value."""
    value, children = tree
    if value == wanted:
        raise Found(path)
    for i, child in enumerate(children):
        search(child, wanted, path + [i])


def make_tree(depth, width, first):
    if depth == 0:
        return (first, [])
    return (first, [make_tree(depth - 1, width, first * width + i + 1) for i in range(width)])


def nested_generators(depth):
    if depth == 0:
        yield 1
        raise LookupError("bottom")
    try:
        yield from nested_generators(depth - 1)
    finally:
        yield depth


def overflow(n):
    return overflow(n + 1)


def deep_unwind(rounds):
    total = 0
    log = []
    tree = make_tree(6, 3, 0)
    for i in range(rounds):
        try:
            descend(0, 100)
        except TooDeep as error:
            total += error.args[0]
            frames = 0
            traceback = error.__traceback__
            while traceback is not None:
                frames += 1
                traceback = traceback.tb_next
            total += frames
        try:
            descend_with_cleanup(0, 60, log)
        except TooDeep:
            total += len(log)
            log.clear()
        try:
            descend_and_reraise(0, 40)
        except KeyError as error:
            total += error.args[0]
        try:
            search(tree, 364 + i % 700, [])
        except Found as found:
            total += sum(found.path)
        try:
            for value in nested_generators(20):
                total += value
        except LookupError:
            total += 1
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(900)
    for i in range(rounds // 20):
        try:
            overflow(0)
        except RecursionError:
            total += 1
    sys.setrecursionlimit(limit)
    return total


if __name__ == "__main__":
    measure("deep_unwind", deep_unwind, 2_000,
            expect=963674,
            small=((200,), 96128))
