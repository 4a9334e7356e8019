# Both processes go on running hot code, and code that becomes hot only then.
import os


def make(kind):
    namespace = {}
    exec(f"def work(n):\n    s = 0\n    for i in range(n):\n        s += i * {kind}\n    return s\n", namespace)
    return namespace["work"]


def before(n):
    total = 0
    for i in range(n):
        total ^= i * 3
    return total


expected = before(20000)
reader, writer = os.pipe()
go_reader, go_writer = os.pipe()
pid = os.fork()
if pid == 0:
    os.read(go_reader, 1)  # the parent has made its new code
    results = [before(20000) == expected]
    results += [make(kind)(20000) == kind * 199990000 for kind in range(50, 80)]
    os.write(writer, b"child %r" % (all(results),))
    os._exit(7)
functions = [make(kind) for kind in range(30)]
results = [f(20000) for f in functions]
os.write(go_writer, b"x")
print(os.read(reader, 100))
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(all(f(20000) == kind * 199990000 for kind, f in enumerate(functions)), before(20000) == expected)

# A child of the child.
pid = os.fork()
if pid == 0:
    inner = os.fork()
    if inner == 0:
        os._exit(before(20000) == expected and make(5)(20000) == 999950000)
    status = os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1])
    os._exit(status + 2 * (functions[2](20000) == 399980000))
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

import subprocess


def child_function():
    assert before(20000) == expected and make(9)(20000) == 9 * 199990000
    os.write(1, b"preexec\n")


os.write(1, subprocess.run(["echo", "hello"], preexec_fn=child_function, stdout=subprocess.PIPE).stdout)
