"""What `dis --ir` and `dis --asm` show of a function that gets hot."""
import os
import re
import subprocess
import sys

PROGRAM = """\
def total(n):
    s = 0
    for i in range(n):
        s += i * 2
    return s

def cold():
    pass

cold()
for k in range(300):
    total(k)
print("printed")
"""
path = os.path.join(os.environ["TEST_TMP"], "program.py")
with open(path, "w") as file:
    file.write(PROGRAM)


def dis(*arguments):
    done = subprocess.run([sys.executable, "--jit-threshold=50", "dis", *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def has(text, *patterns):
    return [bool(re.search(pattern, text, re.M)) for pattern in patterns]


code, out, err = dis("--ir", path + ":total")
print(code, repr(err), has(out, r"^total \(line 1\), .*compiled in \d+ us: \d+ operations, \d+ bytes$",
                           r"^graph total entry 0", r"^  ; 4 \|         s \+= i \* 2$", r"^  ; +\d+  INPLACE_ADD",
                           r"^  v\d+ = INT_ADD v\d+ v\d+", "printed", r"^cold ", r"^ +; [0-9a-f]{4}  "))
code, out, err = dis("--ir=build", path + ":total")
print(code, repr(err), has(out, r"^total \(line 1\), .*after build:$", r"^  v\d+ = INT_MUL", "printed"))
code, out, err = dis("--ir=all", path)
print(code, repr(err), has(out, r"after build:$", r"after fold:$", r"after dce:$", "compiled in"))
code, out, err = dis("--asm", path + ":total")
print(code, repr(err), has(out, r"^  v\d+ = INT_ADD .*\n(  .*\n)?        ; [0-9a-f]{4}  (add|lea) ", r"  ret$"))
code, out, err = dis("--ir", "--output", path + ":total")
print(code, repr(err), out.startswith("printed\n"))
print(dis("--ir", path + ":cold"))
print(dis("--ir", path + ":no_such_function"))
print(dis("--ir"))
print(dis("--raw", path))
