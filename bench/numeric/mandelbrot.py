"""The Mandelbrot set as a bitmap, once with complex and once with floats."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def escapes_complex(c, limit):
    z = 0j
    for i in range(limit):
        z = z * z + c
        if abs(z) > 2.0:
            return i
    return limit


def escapes_floats(cx, cy, limit):
    x = y = 0.0
    i = 0
    while i < limit:
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            break
        y = 2.0 * x * y + cy
        x = xx - yy + cx
        i += 1
    return i


def bitmap(width, height, limit):
    rows = []
    for py in range(height):
        cy = 2.4 * py / height - 1.2
        bits = bytearray((width + 7) // 8)
        for px in range(width):
            cx = 3.2 * px / width - 2.2
            if escapes_floats(cx, cy, limit) == limit:
                bits[px >> 3] |= 0x80 >> (px & 7)
        rows.append(bytes(bits))
    return rows


def mandelbrot(width, height, limit):
    inside = 0
    for row in bitmap(width, height, limit):
        for byte in row:
            inside += bin(byte).count("1")
    steps = 0
    for py in range(height // 4):
        for px in range(width // 4):
            c = complex(12.8 * px / width - 2.2, 9.6 * py / height - 1.2)
            steps += escapes_complex(c, limit)
    return inside, steps


if __name__ == "__main__":
    measure("mandelbrot", mandelbrot, 400, 300, 120,
            expect=(24081, 204801),
            small=((120, 90, 60), (2238, 10364)))
