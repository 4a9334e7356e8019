"""Sorting: by keys, stable on several, by comparison, in reverse, and by hand."""

import functools
import operator
import os
import sys
from bisect import bisect_left, insort

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Person:
    def __init__(self, name, age, city):
        self.name = name
        self.age = age
        self.city = city

    def __lt__(self, other):
        return (self.age, self.name) < (other.age, other.name)


def make_people(count):
    state = 8
    people = []
    for _ in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        first = "abcdefghij"[state >> 8 & 7] + "aeiou"[state % 5]
        name = first.capitalize() + "%04d" % (state >> 12 & 0xFFF)
        people.append(Person(name, state >> 6 & 63, ("Oslo", "Bern", "Rome", "Kyiv")[state >> 20 & 3]))
    return people


def compare(a, b):
    """By city down, then by age up."""
    if a.city != b.city:
        return -1 if a.city > b.city else 1
    return a.age - b.age


def quicksort(items):
    if len(items) <= 1:
        return items
    pivot = items[len(items) // 2]
    smaller = [x for x in items if x < pivot]
    equal = [x for x in items if x == pivot]
    larger = [x for x in items if x > pivot]
    return quicksort(smaller) + equal + quicksort(larger)


def insertion_sort(items):
    for i in range(1, len(items)):
        item = items[i]
        j = i - 1
        while j >= 0 and items[j] > item:
            items[j + 1] = items[j]
            j -= 1
        items[j + 1] = item
    return items


def checksum(people):
    result = 0
    for position, person in enumerate(people):
        result = (result * 31 + position * person.age + len(person.city)) % 1000003
    return result


def sort_by_key(count):
    people = make_people(count)
    results = []
    results.append(checksum(sorted(people, key=lambda person: person.name)))
    results.append(checksum(sorted(people, key=operator.attrgetter("city", "age"))))
    results.append(checksum(sorted(people, key=functools.cmp_to_key(compare))))
    results.append(checksum(sorted(people, reverse=True)))
    by_steps = sorted(people, key=lambda person: person.name)
    by_steps.sort(key=lambda person: -person.age)
    by_steps.sort(key=lambda person: person.city)
    results.append(checksum(by_steps))
    assert by_steps == sorted(people, key=lambda p: (p.city, -p.age, p.name))
    rows = [(person.city, person.age * 0.5, person.name) for person in people]
    rows.sort(key=operator.itemgetter(1))
    rows.sort()
    ages = [person.age * 7919 % 10007 for person in people]
    assert quicksort(ages) == sorted(ages)
    assert insertion_sort(ages[:300]) == sorted(ages[:300])
    ordered = []
    for age in ages[:count // 4]:
        insort(ordered, age)
    names = sorted({person.name for person in people}, key=str.lower)
    return results, rows[count // 2][2], bisect_left(ordered, 5000), names[-1]


if __name__ == "__main__":
    measure("sort_by_key", sort_by_key, 30_000,
            expect=([45390, 832607, 841912, 362558, 477738], "Ai1026", 3756, "Hu4086"),
            small=((2_500,), ([493072, 192309, 637143, 571849, 83422], "Gi4078", 315, "Hu4023")))
