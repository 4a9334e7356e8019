"""Grouping records: dicts of lists, defaultdict, groupby, nested totals, an inverted index."""

import os
import sys
from collections import defaultdict
from itertools import groupby

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


REGIONS = ["north", "south", "east", "west"]
PRODUCTS = ["pen", "book", "lamp", "desk", "chair", "clock", "vase"]


def make_sales(count):
    state = 77
    for number in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        yield {
            "number": number,
            "region": REGIONS[state >> 8 & 3],
            "product": PRODUCTS[(state >> 10) % 7],
            "month": (state >> 14) % 12 + 1,
            "amount": (state >> 18) % 500 + 1,
        }


def group_by(items, key):
    groups = {}
    for item in items:
        group = key(item)
        if group not in groups:
            groups[group] = []
        groups[group].append(item)
    return groups


def pivot(sales):
    """Totals by product and month."""
    table = defaultdict(lambda: defaultdict(int))
    for sale in sales:
        table[sale["product"]][sale["month"]] += sale["amount"]
    return table


def inverted_index(texts):
    index = defaultdict(set)
    for number, text in enumerate(texts):
        for word in text.split():
            index[word].add(number)
    return index


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def grouping(count):
    sales = list(make_sales(count))
    by_region = group_by(sales, lambda sale: sale["region"])
    by_both = group_by(sales, lambda sale: (sale["region"], sale["product"]))
    medians = {key: median([sale["amount"] for sale in group]) for key, group in by_both.items()}
    best = max(medians.items(), key=lambda item: (item[1], item[0]))

    setdefault = {}
    for sale in sales:
        setdefault.setdefault(sale["month"], []).append(sale["amount"])
    monthly = [sum(setdefault[month]) for month in range(1, 13)]

    table = pivot(sales)
    assert sum(sum(row.values()) for row in table.values()) == sum(monthly)

    ordered = sorted(sales, key=lambda sale: (sale["region"], sale["month"]))
    runs = [(key, sum(sale["amount"] for sale in group))
            for key, group in groupby(ordered, key=lambda sale: (sale["region"], sale["month"]))]

    texts = ["%(region)s %(product)s in month %(month)d" % sale for sale in sales[:count // 5]]
    index = inverted_index(texts)
    both = index["north"] & index["lamp"]
    joined = {region: sum(len(group) for (r, _), group in by_both.items() if r == region)
              for region in by_region}
    assert joined == {region: len(group) for region, group in by_region.items()}
    return best, max(monthly), table["lamp"][3], runs[0], len(both), sorted(joined.items())


if __name__ == "__main__":
    measure("grouping", grouping, 90_000,
            expect=((("south", "chair"), 255), 1887108, 250450, (("east", 1), 447298), 654,
                    [("east", 22499), ("north", 22496), ("south", 22499), ("west", 22506)]),
            small=((6_000,), ((("south", "vase"), 273.5), 132682, 17316, (("east", 1), 28024),
                              43,
                              [("east", 1502), ("north", 1493), ("south", 1502), ("west", 1503)])))
