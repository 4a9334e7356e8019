"""The ways to run Tauraro that tests go through: which build, with which options and environment.

    nojit        the interpreter alone
    always       everything is compiled the first time: short programs reach the compiler
    warm         compiled after some rounds, for what has been seen in them
    jitverify    so, with the verifier of the intermediate representation after every pass
    deoptstress  so, and every few guards one fails: every way back into the interpreter is taken
    randomra     so, and the register allocator chooses at random: spills and moves everywhere
    jitgcstress  so, collecting every few allocations
    nopass       so, each of the optimiser's passes left out in turn: they do not lean on each other

A mode whose options the executable does not take is skipped.
"""

import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GCSTRESS = os.environ.get("GCSTRESS", "64")
ASAN = {
    "ASAN_OPTIONS": "detect_leaks=0:detect_stack_use_after_return=0:"
                    "allocator_may_return_null=1:quarantine_size_mb=16:exitcode=99",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1:exitcode=99",
}
NEEDED = {"loops", "lower"}  # what others, or the code generator, cannot do without
AT_ONCE = "--jit-threshold=1"


class Mode:
    """build: folder of build/; options: before the program; flags: what TAU_DEBUG is, {period}
    and {seed} numbers to vary; seconds: allowed for one program; jit_tests_only: too slow for
    more than tests/jit; wrapper: the command that runs it."""

    def __init__(self, build, seconds, options=(), flags="", environment=None, jit_tests_only=False,
                 wrapper=()):
        self.build = build
        self.wrapper = list(wrapper)
        self.seconds = seconds
        self.options = list(options)
        self.jit_tests_only = jit_tests_only
        self.flags = flags
        self.other = dict(environment or {})
        self.environment = self.environment_for(int(os.environ.get("STRESS_SEED", "5")))

    def binary(self):
        return os.path.join(ROOT, "build", self.build, "tauraro")

    def environment_for(self, number):
        """The environment with which programs of this number run."""
        flags = self.flags.format(period=2 + number % 23, seed=number)
        return dict(self.other, TAU_DEBUG=flags) if flags else self.other

    def supported(self):
        """Whether the executable takes the options."""
        if not self.options:
            return True
        done = subprocess.run([self.binary(), *self.options, "-S", "-c", "pass"], capture_output=True,
                              env=dict(os.environ, **self.environment))
        return done.returncode == 0


MODES = {
    "release": Mode("release", 30),
    "debug": Mode("debug", 60),
    "gcstress": Mode("debug", 240, flags="gcstress=" + GCSTRESS),
    # Its frames are large.
    "asan": Mode("asan", 120, environment=ASAN, wrapper=["prlimit", "--stack=33554432:"]),
    "nojit": Mode("release", 30, ["--no-jit"]),
    "always": Mode("release", 60, [AT_ONCE]),
    "warm": Mode("release", 60, ["--jit-threshold=40"]),
    "jitverify": Mode("debug", 120, [AT_ONCE], "jitverify"),
    "deoptstress": Mode("debug", 240, [AT_ONCE], "jitverify,deoptstress={period}"),
    "randomra": Mode("debug", 120, [AT_ONCE], "jitverify,randomra={seed}"),
    "jitgcstress": Mode("debug", 300, [AT_ONCE], "gcstress=" + GCSTRESS, jit_tests_only=True),
}


def passes():
    """The names of the optimiser's passes that can be left out."""
    driver = os.path.join(ROOT, "build", "debug", "ir", "run_pass")
    if not os.path.exists(driver):
        return []
    done = subprocess.run([driver, "list"], capture_output=True, text=True, check=True)
    return [name for name in dict.fromkeys(done.stdout.split()) if name not in NEEDED]


def expand(names):
    """The modes that a list of names means: `nopass` is one for each pass.  Adds those to MODES."""
    found = []
    for name in names:
        members = ["nopass=" + member for member in passes()] if name == "nopass" else [name]
        for member in members:
            if member.startswith("nopass="):
                MODES[member] = Mode("debug", 120, [AT_ONCE], "jitverify," + member, jit_tests_only=True)
        found += members
    return found
