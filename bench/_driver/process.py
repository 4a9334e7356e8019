"""Running one process: how long it took, what it said, how it ended."""

import os
import signal
import time

# The figures that bench/_timing.py reports.
REPORTED = ("cold", "best", "peak")


class Failed(Exception):
    """The process failed; the text is one line."""


class TookTooLong(Failed):
    """The process was ended after its time was over."""


class Finished:
    """output: what it wrote to both streams; seconds: wall, user, system."""

    def __init__(self, output, wall, usage):
        self.output = output
        self.wall = wall
        self.user = usage.ru_utime
        self.system = usage.ru_stime


def unnamed_file():
    folder = os.environ.get("TMPDIR") or "/tmp"
    return os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)


def run(command, environment, seconds):
    """Runs a command to its end.  Raises Failed when it does not exit with 0."""
    descriptor = unnamed_file()
    child = 0

    def out_of_time(number, frame):
        if child:
            os.kill(child, signal.SIGKILL)

    actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
               (os.POSIX_SPAWN_DUP2, descriptor, 1), (os.POSIX_SPAWN_DUP2, descriptor, 2)]
    previous = signal.signal(signal.SIGALRM, out_of_time)
    try:
        start = time.perf_counter()
        child = os.posix_spawn(command[0], command, environment, file_actions=actions)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        _, status, usage = os.wait4(child, 0)
        wall = time.perf_counter() - start
        signal.setitimer(signal.ITIMER_REAL, 0)
        size = os.fstat(descriptor).st_size
        output = os.pread(descriptor, size, 0).decode("utf-8", "replace")
    except OSError as error:
        raise Failed(f"{command[0]}: {error.strerror}") from None
    finally:
        signal.signal(signal.SIGALRM, previous)
        os.close(descriptor)
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGKILL and wall >= seconds:
        raise TookTooLong(f"over {seconds:g} seconds")
    if code:
        raise Failed(why_failed(code, output))
    return Finished(output, wall, usage)


def why_failed(code, output):
    """One line: the last that the process wrote and how it ended."""
    lines = output.strip().splitlines()
    end = f"exit code {code}" if code > 0 else f"killed by {signal.Signals(-code).name}"
    return f"{lines[-1]} ({end})" if lines else end


def figures_of(finished):
    """What one run of a benchmark program tells: {figure: value}, times in
    seconds, peak in bytes.  Raises Failed when it reports no checked result."""
    figures = {"wall": finished.wall, "user": finished.user,
               "cpu": finished.user + finished.system}
    checked = False
    for line in finished.output.splitlines():
        key, _, value = line.partition(" ")
        if key in REPORTED:
            figures[key] = float(value) if key != "peak" else int(value)
        elif key == "check" and value.endswith(" ok"):
            checked = True
    if not checked or "best" not in figures:
        raise Failed("the program does not report a checked result")
    return figures
