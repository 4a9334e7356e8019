# A profiled program does what it does without: exit codes, output, signals,
# children.
import os
import signal
import subprocess
import sys

folder = os.environ["TEST_TMP"]
path = os.path.join(folder, "out.folded")
BUSY = "def busy(n=200000):\n    for i in range(n): pass\n"


def run(what, code, *options, check=True):
    if os.path.exists(path):
        os.remove(path)
    command = [sys.executable, *options, "--profile=" + path, "-c", BUSY + code]
    result = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    error, _, table = result.stderr.partition("\nprofile: ")
    print(what, result.returncode, repr(result.stdout), repr(error.strip().rpartition("\n")[2]),
          "profile" if os.path.exists(path) else "no profile", "table" if table else "no table")


run("plain", "busy(); print('out')")
run("exit", "import sys; busy(); sys.exit(3)")
run("exit with text", "import sys; busy(); sys.exit('so')")
run("uncaught", "busy(); 1/0")
run("interrupted", "import os, signal; busy(); os.kill(os.getpid(), signal.SIGINT); busy()")
run("_exit", "import os; busy(); os._exit(5)")
run("syntax error", "def")
run("empty", "")
run("atexit", "import atexit; atexit.register(busy); atexit.register(print, 'later')")
run("closed stderr", "import os; os.close(2); busy()")
run("other folder", "import os; busy(); os.chdir('/')")
run("file numbers", "print(open('/dev/null').fileno())")
run("options", "busy(); print(__debug__)", "-O")
run("deep", """
import sys
sys.setrecursionlimit(100000)
def deep(n): return deep(n - 1) if n else busy()
deep(20000)
""")

# Its own timers and signals.
run("SIGPROF", """
import signal
seen = []
signal.signal(signal.SIGPROF, lambda *args: seen.append(1))
signal.setitimer(signal.ITIMER_PROF, 0.01, 0.01)
while len(seen) < 3: busy()
signal.setitimer(signal.ITIMER_PROF, 0)
print('three')
""")
run("SIGALRM", """
import signal, time
def raise_it(*args): raise TimeoutError
signal.signal(signal.SIGALRM, raise_it)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    while True: busy()
except TimeoutError: print('alarm')
""")
run("waiting", """
import os, select, time
r, w = os.pipe()
for i in range(5):
    busy(); time.sleep(0.002); print(select.select([r], [], [], 0.002))
""")

# Children are not profiled, and start with nothing of ours.
run("fork", """
import os, sys
busy()
pid = os.fork()
busy()
if pid == 0:
    print('child'); sys.exit(4)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
""")
run("fork alone", """
import os, sys
if os.fork():
    os.wait(); os._exit(0)
busy(); print('child')
""")
run("subprocess", """
import subprocess, sys
busy()
for i in range(5):
    print(subprocess.run([sys.executable, '-c', 'print(sum(range(300000)))'], capture_output=True))
""".replace("subprocess.run(", "(lambda r: (r.returncode, r.stdout, r.stderr))(subprocess.run(")
    .replace("_output=True)", "_output=True))"))
run("exec", """
import os, sys
busy()
os.execv(sys.executable, [sys.executable, '-c', 'print(sum(range(3000000)))'])
""")
# Dead code whose addresses others get.
run("many codes", """
import gc
for i in range(300):
    space = {}
    exec(f'def made_{i}(n):\\n for k in range(n): pass\\nmade_{i}(2000)', space)
    [str(k) for k in range(1000)]
    if i % 50 == 0: gc.collect()
print('made')
""")


# What cannot be: one line, before the program runs.
def refuse(*command):
    result = subprocess.run([sys.executable, *command], capture_output=True, text=True, cwd=folder,
                            stdin=subprocess.DEVNULL)
    print(result.returncode, result.stdout, result.stderr.strip().replace(folder, "FOLDER"))


refuse("--profile=/nowhere/x.svg", "-c", "print(1)")
refuse("--profile=" + folder, "-c", "print(1)")
refuse("--profile=", "-c", "print(1)")
refuse("repl", "--profile")
refuse("--profile", "missing.py")
print(sorted(os.listdir(folder)))

# Names, made in the current folder.
os.mkdir(os.path.join(folder, "package"))
for name in "prog.py", "prog", "package/__main__.py", "module.py":
    with open(os.path.join(folder, name), "w") as file:
        file.write("print('ran')\n")
for command in (["run", "--profile", "prog.py"], ["--profile", "./prog"], ["--profile", "package/"],
                ["--profile", "-m", "module"], ["--profile", "-c", "1"], ["--profile", "-"]):
    before = set(os.listdir(folder))
    subprocess.run([sys.executable, *command], capture_output=True, cwd=folder, stdin=subprocess.DEVNULL)
    new = set(os.listdir(folder)) - before - {"__pycache__"}
    print(*command, *new)
    for name in new:
        os.remove(os.path.join(folder, name))
