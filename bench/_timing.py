"""What every benchmark does: check, time, report in one fixed form.

A program starts with

    import os, sys
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    from _timing import measure

and ends with

    measure(name, function, *arguments, expect=value)

which calls the function a number of times, timing each call, compares each
result with the expected one and prints

    name <name>
    check <result> ok
    cold <seconds of the first call>
    best <seconds of the fastest call>
    total <seconds of all calls>
    peak <bytes of memory the process has needed at most>

A wrong result ends the program with exit code 1.  A function that changes its
arguments must be given what it can change anew.

The environment says how much to do:

    BENCH_REPEAT   calls of the function, 5 unless set
    BENCH_SMALL    if set, not empty and not 0, programs that tell
                   small=(arguments, expected) do only this smaller work: for
                   trying out, and for counting instructions
    BENCH_CLOCK    wall, or cpu: the process's own processor time, which other
                   processes on the machine hardly change
"""

import os
import sys
import time


def peak_memory():
    """Bytes at the process's highest, None where the system does not tell.

    Asked of the process itself: what the kernel tells its parent includes the
    parent's own size at the fork.
    """
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def measure(name, function, *arguments, expect, small=None):
    repeat = int(os.environ.get("BENCH_REPEAT", "5"))
    if small is not None and os.environ.get("BENCH_SMALL", "0") not in ("", "0"):
        arguments, expect = small
    clock = time.process_time if os.environ.get("BENCH_CLOCK") == "cpu" else time.perf_counter
    times = []
    for _ in range(repeat):
        start = clock()
        result = function(*arguments)
        times.append(clock() - start)
        if result != expect:
            print("check", result, "WRONG, expected", expect)
            sys.exit(1)
    print("name", name)
    print("check", result, "ok")
    print("cold %.9f" % times[0])
    print("best %.9f" % min(times))
    print("total %.9f" % sum(times))
    peak = peak_memory()
    if peak is not None:
        print("peak %d" % peak)
