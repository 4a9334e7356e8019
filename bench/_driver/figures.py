"""What is made of measurements: medians, ratios, their noise, their means."""

import math

from _driver.programs import STARTUP

# The times, in the order of the tables:
#   cold   the first call of the function in a fresh process
#   best   the fastest of the calls in one process
#   wall   the whole process, start-up included
#   cpu    the processor time of the whole process, the kernel's part included
#          (which is exact: the kernel guesses how it divides into user and
#          system time, so "user" is only written to the JSON file)
TIMES = ("cold", "best", "wall", "cpu")
MEMORY = "peak"


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def cell(runs):
    """One program under one interpreter: the samples of its runs and their
    medians, both by figure."""
    samples = {key: [run[key] for run in runs] for key in runs[0]
               if all(key in run for run in runs)}
    return {"median": {key: median(values) for key, values in samples.items()},
            "samples": samples}


def ratio(result, base, figure):
    """How many times as fast as the base (for memory: how many times as much
    as the base takes); None where one of both has no such figure."""
    if not result or not base:
        return None
    ours = result["median"].get(figure)
    theirs = base["median"].get(figure)
    if not ours or not theirs:
        return None
    return ours / theirs if figure == MEMORY else theirs / ours


def noise(*cells, figure):
    """How far apart the runs of one program lie: the widest relative range of
    these cells.  A difference of medians below it says nothing.  Of four runs
    and more the slowest is left out: something may have disturbed one.  None
    where a cell has one run only."""
    widest = 0.0
    for one in cells:
        values = sorted(one["samples"].get(figure, ()))
        if len(values) < 2 or not values[0]:
            return None
        last = values[-2] if len(values) >= 4 else values[-1]
        widest = max(widest, (last - values[0]) / median(values))
    return widest


def mean_ratios(results, names, interpreter, base):
    """{figure: geometric mean over the programs names}."""
    means = {}
    for figure in TIMES + (MEMORY,):
        ratios = [ratio(results[p].get(interpreter), results[p].get(base), figure) for p in names]
        means[figure] = geometric_mean([r for r in ratios if r])
    return means


def families(names):
    """{family: programs}, in order."""
    result = {}
    for name in names:
        result.setdefault(name.partition("/")[0], []).append(name)
    return result


def all_means(results, interpreter, base):
    """{family or "overall": {figure: geometric mean}}; the overall one is of
    the programs that are files."""
    result = {family: mean_ratios(results, names, interpreter, base)
              for family, names in families(results).items()}
    files = [name for name in results if name not in STARTUP]
    result["overall"] = mean_ratios(results, files, interpreter, base)
    return result
