"""Tables for people."""

from _driver import figures
from _driver.figures import MEMORY, TIMES
from _driver.programs import STARTUP

NAME_WIDTH = 24
CELL = 8  # of a ratio
BLANK = "-"
LEAST = 0.002  # no smaller difference is worth a mark, however quiet the machine


def seconds(value):
    return f"{value * 1000:.2f} ms" if value < 10 else f"{value:.1f} s"


def megabytes(value):
    return f"{value / 2**20:.1f} MB"


def times_as_fast(value):
    return BLANK if value is None else f"{value:.2f}x"


def percent(value):
    return BLANK if value is None else f"{value * 100:.0f}%"


def short(program):
    return program.partition("/")[2]


def ratio_cells(values):
    """values: {figure: ratio or None} as the columns of one interpreter."""
    return ("".join(f"{times_as_fast(values[figure]):>{CELL}}" for figure in TIMES)
            + f"{percent(values[MEMORY]):>{CELL}}")


def ratios_of(results, program, interpreter, base):
    cells = results[program]
    return {figure: figures.ratio(cells.get(interpreter), cells.get(base), figure)
            for figure in TIMES + (MEMORY,)}


def absolute_cells(cell, failed):
    """Best time and peak of one interpreter; start-up has no best: the whole."""
    if not cell:
        return f"{'failed' if failed else BLANK:>12}{BLANK:>11}"
    median = cell["median"]
    peak = median.get(MEMORY)
    return (f"{seconds(median.get('best', median['wall'])):>12}"
            f"{megabytes(peak) if peak else BLANK:>11}")


def print_results(results, names, base, failures):
    """One line a program: each interpreter's best time and peak memory, then
    how many times as fast as the base the others are."""
    others = [name for name in names if name != base] if base else []
    shown = names[:1] + ([base] if base else names[1:])
    first = f"{'':{NAME_WIDTH}}" + "".join(f"{name:>23}" for name in shown)
    second = f"{'':{NAME_WIDTH}}" + f"{'best':>12}{'peak':>11}" * len(shown)
    for name in others:
        first += f"{f'{name}, {base} = 1':>{CELL * (len(TIMES) + 1)}}"
        second += "".join(f"{f:>{CELL}}" for f in TIMES + ("memory",))
    print(first)
    print(second)
    for family, programs in figures.families(results).items():
        print(family)
        for program in programs:
            row = f"  {short(program):{NAME_WIDTH - 2}}"
            for name in shown:
                row += absolute_cells(results[program].get(name), (program, name) in failures)
            for name in others:
                row += ratio_cells(ratios_of(results, program, name, base))
            print(row)
        if others and len(programs) > 1:
            print_means("geometric mean", results, programs, len(shown), others, base)
    files = [program for program in results if program not in STARTUP]
    if others and len(figures.families(files)) > 1:
        print_means(f"all {len(files)} programs", results, files, len(shown), others, base, "")


def print_means(title, results, programs, shown, others, base, indent="  "):
    row = f"{indent + title:{NAME_WIDTH}}" + " " * (23 * shown)
    for name in others:
        row += ratio_cells(figures.mean_ratios(results, programs, name, base))
    print(row)


def print_losses(results, interpreter, base):
    """Where an interpreter is behind the base: in time, in memory."""
    print()
    ratios = {p: ratios_of(results, p, interpreter, base) for p in results}
    for figure in TIMES + (MEMORY,):
        known = [(ratios[p][figure], p) for p in results if ratios[p][figure]]
        if not known:
            continue
        if figure == MEMORY:
            title, show = f"memory: more than {base}", percent
            losses = sorted(((r, p) for r, p in known if r > 1), reverse=True)
        else:
            title, show = f"{figure}: slower than {base}", "{:.3f}x".format
            losses = sorted((r, p) for r, p in known if r < 1)
        text = ": " + ", ".join(f"{p} {show(r)}" for r, p in losses) if losses else ""
        print(f"{title} in {len(losses)} of {len(known)}{text}")


def print_comparison(results, old_results, new, old, labels, factor=1.0):
    """Two builds, program by program: `new` in results beside `old` in
    old_results, with labels (two) for the columns of absolute times.  factor: how many times as fast the
    machine was when the old ones ran; it is taken out of the ratios.

    A figure is marked with * when it differs by more than the runs of either
    build differ among themselves.
    """
    print(f"{'':{NAME_WIDTH}}{labels[0]:>14}{labels[1]:>14}"
          + "".join(f"{f:>{CELL + 1}}" for f in TIMES + ("memory",)) + f"{'noise':>{CELL}}")
    common = [p for p in results if results[p].get(new) and old_results.get(p, {}).get(old)]
    faster, slower = [], []
    for program in common:
        mine, theirs = results[program][new], old_results[program][old]
        row = f"  {short(program):{NAME_WIDTH - 2}}"
        for cell in (theirs, mine):
            row += f"{seconds(cell['median'].get('best', cell['median']['wall'])):>14}"
        for figure in TIMES + (MEMORY,):
            ratio = compare(mine, theirs, figure, factor)
            beyond = ratio is not None and exceeds(ratio, mine, theirs, figure)
            text = percent(ratio) if figure == MEMORY else times_as_fast(ratio)
            row += f"{text:>{CELL}}{'*' if beyond else ' '}"
            if beyond and figure == "best":
                (faster if ratio > 1 else slower).append((ratio, program))
        spread = figures.noise(mine, theirs, figure=main_figure(mine))
        print(row + f"{BLANK if spread is None else f'{spread * 100:.1f}%':>{CELL}}")
    row = f"{'geometric mean':{NAME_WIDTH + 28}}"
    for figure in TIMES + (MEMORY,):
        ratios = [compare(results[p][new], old_results[p][old], figure, factor) for p in common]
        mean = figures.geometric_mean([r for r in ratios if r])
        row += f"{percent(mean) if figure == MEMORY else times_as_fast(mean):>{CELL}} "
    print(row)
    print("\n* differs by more than the runs of either build do (noise: their widest range)")
    for title, found in ("faster", sorted(faster, reverse=True)), ("slower", sorted(slower)):
        text = ", ".join(f"{p} {times_as_fast(r)}" for r, p in found) or "none"
        print(f"best, {title} beyond the noise: {text}")


def main_figure(cell):
    return "best" if "best" in cell["median"] else "wall"


def compare(mine, theirs, figure, factor):
    ratio = figures.ratio(mine, theirs, figure)
    return ratio if ratio is None or figure == MEMORY else ratio * factor


def exceeds(ratio, mine, theirs, figure):
    spread = figures.noise(mine, theirs, figure=figure)
    return spread is not None and abs(ratio - 1) > spread + LEAST
