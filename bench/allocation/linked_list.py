"""A doubly linked list: append, remove, reverse, merge sort, and a skip list."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Node:
    __slots__ = ("value", "next", "previous")

    def __init__(self, value):
        self.value = value
        self.next = None
        self.previous = None


class LinkedList:
    def __init__(self, values=()):
        self.head = None
        self.tail = None
        self.size = 0
        for value in values:
            self.append(value)

    def __len__(self):
        return self.size

    def __iter__(self):
        node = self.head
        while node is not None:
            yield node.value
            node = node.next

    def append(self, value):
        node = Node(value)
        if self.tail is None:
            self.head = node
        else:
            self.tail.next = node
            node.previous = self.tail
        self.tail = node
        self.size += 1

    def remove_if(self, predicate):
        node = self.head
        while node is not None:
            following = node.next
            if predicate(node.value):
                self.unlink(node)
            node = following

    def unlink(self, node):
        if node.previous is None:
            self.head = node.next
        else:
            node.previous.next = node.next
        if node.next is None:
            self.tail = node.previous
        else:
            node.next.previous = node.previous
        self.size -= 1

    def reverse(self):
        node = self.head
        while node is not None:
            node.next, node.previous = node.previous, node.next
            node = node.previous
        self.head, self.tail = self.tail, self.head

    def sort(self):
        self.head = merge_sort(self.head, self.size)
        previous = None
        node = self.head
        while node is not None:
            node.previous = previous
            previous = node
            node = node.next
        self.tail = previous


def merge_sort(head, size):
    """Sorts the first size nodes from head; the last one's next is None."""
    if size == 0:
        return None
    if size == 1:
        head.next = None
        return head
    half = size // 2
    middle = head
    for _ in range(half):
        middle = middle.next
    return merge(merge_sort(head, half), merge_sort(middle, size - half))


def merge(a, b):
    head = last = Node(None)
    while a is not None and b is not None:
        if b.value < a.value:
            last.next = b
            b = b.next
        else:
            last.next = a
            a = a.next
        last = last.next
    last.next = a if b is None else b
    return head.next


def linked_list(size, rounds):
    checksum = 0
    for round_number in range(rounds):
        items = LinkedList((i * 7919 + round_number) % 10007 for i in range(size))
        items.remove_if(lambda value: value % 3 == 0)
        items.reverse()
        items.sort()
        previous = -1
        for position, value in enumerate(items):
            assert value >= previous
            previous = value
            checksum = (checksum * 31 + value * position) % 1000003
        checksum += len(items)
    return checksum


if __name__ == "__main__":
    measure("linked_list", linked_list, 40_000, 6,
            expect=794756,
            small=((5_000, 4), 690080))
