"""What every micro-benchmark does: check, time, report in one fixed form.

    measure(name, function, *arguments, expect=value)

runs the function a number of times (MICRO_REPEAT, 5 unless set), timing each
run, and prints

    name <name>
    check <result> ok
    cold <seconds of the first run>
    best <seconds of the fastest run>
    total <seconds of all runs>
"""

import os
import sys
import time


def measure(name, function, *arguments, expect):
    repeat = int(os.environ.get("MICRO_REPEAT", "5"))
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        result = function(*arguments)
        times.append(time.perf_counter() - start)
        if result != expect:
            print("check", result, "WRONG, expected", expect)
            sys.exit(1)
    print("name", name)
    print("check", result, "ok")
    print("cold %.9f" % times[0])
    print("best %.9f" % min(times))
    print("total %.9f" % sum(times))
