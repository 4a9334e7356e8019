"""The ratios to the base as an SVG bar chart.

One group of bars a program, families apart, on a logarithmic axis with a line
at 1: bars to its left are slower than the base.  Background and text are
chosen to be readable on light and on dark pages alike.
"""

import math

from _driver import figures
from _driver.programs import STARTUP

TEXT = "#7a7f87"       # the same contrast to white and to nearly black
LINE = "#7a7f8755"
COLOURS = ("#2f81d0", "#cf8a2b", "#4c9a5b", "#a35fb5")
MARGIN = 6             # widths and heights in pixels
NAMES = 190            # where the plot begins
PLOT = 560
VALUES = 60
BAR = 10
GAP = 7
HEADING = 24
TOP = 54
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text(x, y, content, anchor="start", extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{escaped(content)}</text>'


class Axis:
    """Ratio to x, from the tick below the least ratio to that above the greatest."""

    def __init__(self, ratios):
        least, greatest = min(ratios + [0.9]), max(ratios + [2])
        self.ticks = [t for i, t in enumerate(TICKS)
                      if TICKS[min(i + 1, len(TICKS) - 1)] > least and TICKS[max(i - 1, 0)] < greatest]
        self.low = math.log(self.ticks[0])
        self.width = math.log(self.ticks[-1]) - self.low

    def x(self, ratio):
        part = (math.log(ratio) - self.low) / self.width
        return NAMES + PLOT * min(max(part, 0), 1)


def draw(results, labels, base, figure="best"):
    """The SVG text for what labels have against base.  Programs without the
    figure (start-up has only whole processes) show that of the process."""
    def ratio(program, label):
        cells = results[program]
        return (figures.ratio(cells.get(label), cells.get(base), figure)
                or figures.ratio(cells.get(label), cells.get(base), "wall"))

    means = [figures.geometric_mean([r for p in results if p not in STARTUP and (r := ratio(p, label))])
             for label in labels]
    rows = {p: [ratio(p, label) for label in labels] for p in results} if base else {}
    axis = Axis([r for row in rows.values() for r in row if r])
    parts = [text(MARGIN, 16, f"How many times as fast as {base}, {figure} run of each program (start-up: whole process)", extra=' font-weight="bold"')]
    x = MARGIN
    for label, mean, colour in zip(labels, means, COLOURS):
        legend = f"{label}, geometric mean {mean:.2f}" if mean else label
        parts.append(f'<rect x="{x}" y="26" width="10" height="10" fill="{colour}"/>')
        parts.append(text(x + 15, 35, legend))
        x += 40 + 7 * len(legend)
    y = TOP
    bars = []
    for family, names in figures.families(rows).items():
        y += HEADING
        bars.append(text(MARGIN, y - 6, family, extra=' font-weight="bold"'))
        for program in names:
            height = BAR * len(labels)
            bars.append(text(NAMES - 8, y + height / 2 + 4, program.partition("/")[2], "end"))
            for number, value in enumerate(rows[program]):
                if not value:
                    continue
                start, end = sorted((axis.x(1), axis.x(value)))
                top = y + BAR * number
                bars.append(f'<rect x="{start:.1f}" y="{top}" width="{max(end - start, 1):.1f}" '
                            f'height="{BAR - 1}" fill="{COLOURS[number % len(COLOURS)]}"/>')
                bars.append(text(NAMES + PLOT + 6, top + BAR - 2, f"{value:.2f}", extra=' font-size="9"'))
            y += height + GAP
    for tick in axis.ticks:
        width = 1.5 if tick == 1 else 1
        colour = TEXT if tick == 1 else LINE
        parts.append(f'<line x1="{axis.x(tick):.1f}" x2="{axis.x(tick):.1f}" y1="{TOP}" y2="{y}" '
                     f'stroke="{colour}" stroke-width="{width}"/>')
        parts.append(text(axis.x(tick), y + 14, f"{tick:g}x", "middle"))
    width, height = NAMES + PLOT + VALUES, y + 24
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" fill="{TEXT}">\n'
            + "\n".join(parts + bars) + "\n</svg>\n")
