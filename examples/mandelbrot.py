"""The Mandelbrot set as a picture.

usage: mandelbrot.py [WIDTH [FILE]]

With a FILE, writes a grey PGM picture of WIDTH columns; otherwise prints
the picture as text.
"""

import sys

LEFT, RIGHT = -2.2, 0.8
BOTTOM, TOP = -1.2, 1.2
LIMIT = 100
SHADES = " .:-=+*#%@"


def escape_time(cx, cy):
    """How many steps z = z * z + c takes to leave the circle of radius 2."""
    x = y = 0.0
    for step in range(LIMIT):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return step
        y = 2.0 * x * y + cy
        x = xx - yy + cx
    return LIMIT


def rows(width, height):
    for row in range(height):
        cy = TOP - (TOP - BOTTOM) * row / (height - 1)
        yield [escape_time(LEFT + (RIGHT - LEFT) * column / (width - 1), cy)
               for column in range(width)]


def write_pgm(path, width, height):
    with open(path, "wb") as file:
        file.write(f"P5\n{width} {height}\n255\n".encode("ascii"))
        for row in rows(width, height):
            file.write(bytes(255 - 255 * steps // LIMIT for steps in row))


def print_text(width, height):
    inside = 0
    for row in rows(width, height):
        line = []
        for steps in row:
            if steps == LIMIT:
                inside += 1
                line.append(SHADES[-1])
            else:
                line.append(SHADES[min(steps // 2, len(SHADES) - 2)])
        print("".join(line).rstrip())
    print(f"{inside} of {width * height} points are inside")


def main():
    width = int(sys.argv[1]) if len(sys.argv) > 1 else 280
    if len(sys.argv) > 2:
        height = width * 4 // 5
        write_pgm(sys.argv[2], width, height)
        print(f"wrote {sys.argv[2]}: {width} by {height}")
    else:
        print_text(width, max(2, width * 2 // 5))


if __name__ == "__main__":
    main()
