"""Named tuples as records: made, unpacked, replaced, compared, used as keys."""

import os
import sys
from collections import namedtuple
from typing import NamedTuple

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


Point = namedtuple("Point", "x y")
Rectangle = namedtuple("Rectangle", ["low", "high"])
Reading = namedtuple("Reading", "station hour value unit", defaults=("C",))


class Interval(NamedTuple):
    start: int
    end: int
    label: str = ""

    @property
    def length(self):
        return self.end - self.start

    def overlaps(self, other):
        return self.start < other.end and other.start < self.end

    def merged(self, other):
        return self._replace(start=min(self.start, other.start), end=max(self.end, other.end))


def bounds(points):
    low = high = points[0]
    for point in points:
        low = Point(min(low.x, point.x), min(low.y, point.y))
        high = high._replace(x=max(high.x, point.x), y=max(high.y, point.y))
    return Rectangle(low, high)


def inside(point, rectangle):
    (left, top), (right, bottom) = rectangle
    return left <= point.x <= right and top <= point.y <= bottom


def merge_intervals(intervals):
    result = []
    for interval in sorted(intervals):
        if result and result[-1].overlaps(interval):
            result[-1] = result[-1].merged(interval)
        else:
            result.append(interval)
    return result


def statistics(readings):
    by_station = {}
    for station, hour, value, unit in readings:
        if unit == "C":
            by_station.setdefault(station, []).append((value, hour))
    return {station: (min(values), max(values)) for station, values in by_station.items()}


def namedtuple_use(n):
    state = 61
    points = []
    intervals = []
    readings = []
    for i in range(n):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        x, y = state >> 8 & 1023, state >> 18 & 1023
        points.append(Point(x, y))
        intervals.append(Interval(x * 1000 + i % 1000, x * 1000 + i % 1000 + y % 20, label="job"))
        readings.append(Reading("s%d" % (i % 40), i % 24, y / 10))
    box = bounds(points)
    centre = Rectangle(Point(200, 200), Point(800, 800))
    count = sum(inside(point, centre) for point in points)
    distinct = {point: index for index, point in enumerate(points)}
    found = sum(distinct.get(Point(i, i), 0) for i in range(1024))
    merged = merge_intervals(intervals)
    covered = sum(interval.length for interval in merged)
    extremes = statistics(readings)
    rows = [reading._asdict() for reading in readings[:n // 10]]
    made = [Reading._make(row.values()) for row in rows]
    assert made == readings[:n // 10]
    return (box == ((0, 0), (1023, 1023)), count, len(distinct), found, len(merged), covered, extremes["s7"],
            repr(readings[3]), Interval._fields)


if __name__ == "__main__":
    measure("namedtuple_use", namedtuple_use, 50_000,
            expect=(True, 17309, 48817, 1328633, 32422, 379947, ((0.0, 23), (102.3, 15)),
                    "Reading(station='s3', hour=3, value=89.2, unit='C')",
                    ('start', 'end', 'label')),
            small=((3_000,), (True, 1059, 2994, 6270, 2923, 28138, ((0.2, 23), (100.8, 23)),
                              "Reading(station='s3', hour=3, value=89.2, unit='C')",
                              ('start', 'end', 'label'))))
