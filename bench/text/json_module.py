"""Documents written and read by the module json, plain and with its options."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def to_plain(value):
    if isinstance(value, Point):
        return {"__point__": [value.x, value.y]}
    raise TypeError(type(value).__name__)


def from_plain(pairs):
    if "__point__" in pairs:
        return Point(*pairs["__point__"])
    return pairs


def make_document(count):
    return {
        "title": "A catalogue",
        "items": [{
            "id": i,
            "name": "item number %d" % i,
            "price": i * 1.25 + 0.1,
            "tags": ["red", "größe", 'with "quotes"', "back\\slash"][:i % 5],
            "stock": {"here": i % 7, "there": -i, "ordered": i % 2 == 0},
            "note": None if i % 3 else "line one\nline two",
        } for i in range(count)],
    }


def json_module(count, rounds):
    document = make_document(count)
    length = 0
    for i in range(rounds):
        text = json.dumps(document)
        again = json.loads(text)
        assert again == document
        length += len(text)
        compact = json.dumps(again["items"], separators=(",", ":"), ensure_ascii=False)
        length += len(compact)
    pretty = json.dumps(document, indent=2, sort_keys=True)
    assert json.loads(pretty) == document
    points = [Point(i, i * 0.5) for i in range(count)]
    text = json.dumps(points, default=to_plain)
    back = json.loads(text, object_hook=from_plain)
    lines = [json.dumps(item) for item in document["items"]]
    prices = sum(json.loads(line, parse_float=lambda digits: int(float(digits) * 100))["price"]
                 for line in lines)
    return length, pretty.count("\n"), sum(point.x for point in back), prices


if __name__ == "__main__":
    measure("json_module", json_module, 6_000, 5,
            expect=(9571990, 88804, 17997000, 2249684756),
            small=((400, 2), (248412, 5924, 79800, 9978985)))
