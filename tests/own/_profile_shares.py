# What a profile says about a program whose shares are known.
import html
import json
import os
import re
import subprocess
import sys

folder = os.environ["TEST_TMP"]
here = os.path.dirname(os.path.abspath(__file__))


def profile(kind, *arguments):
    path = os.path.join(folder, "profile." + kind)
    result = subprocess.run([sys.executable, "--profile=" + path, *arguments], cwd=here,
                            capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    with open(path) as file:
        return file.read(), result


def stacks_of(text):
    result = []
    for line in text.splitlines():
        stack, weight = line.rsplit(" ", 1)
        result.append((stack.split(";"), int(weight)))
    return result


text, result = profile("folded", "_profile_work.py", "0.25")
print(result.stdout, end="")
stacks = stacks_of(text)
whole = sum(weight for stack, weight in stacks)


def share(*names):
    """Of the stacks in which these names occur in this order."""
    total = 0
    for stack, weight in stacks:
        rest = iter(stack)
        if all(any(frame.split(" (")[0] == name for frame in rest) for name in names):
            total += weight
    return total / whole


def check(what, value, low, high):
    print(what, "as expected" if low <= value <= high else f"{value:.3f}, not in {low} to {high}")


check("everything", share("<module>") + share("[...]"), 0.95, 1)
check("thrice to once", share("thrice", "spin") / share("once", "spin"), 2.2, 4.1)
# Ten units in all.
check("sorting", share("sorting", "[native] sorted"), 0.05, 0.15)
check("keys", share("[native] sorted", "negated"), 0.005, 0.12)
check("generating", share("generating", "counting"), 0.02, 0.15)
check("comprehending", share("comprehending", "comprehending.<locals>.<listcomp>"), 0.02, 0.15)
check("method", share("<module>", "Worker.run", "spin"), 0.06, 0.14)
check("deep", share("[...]", "deep", "deep", "spin"), 0.06, 0.14)
check("exec", share("<module>", "[native] exec", "<module>", "spin"), 0.06, 0.14)


def check_lines(how, most):
    """The lines of spin."""
    lines = {}  # not counting the natives that they call
    for stack, weight in stacks:
        found = re.fullmatch(r"spin \(_profile_work.py:(\d+)\)", stack[-1])
        if found:
            lines[int(found[1])] = lines.get(int(found[1]), 0) + weight
    inner = sum(lines.get(n, 0) for n in (13, 14))
    check("inner loop" + how, inner / sum(lines.values()), 0.7, 1)
    check("its body" + how, lines.get(14, 0) / sum(lines.values()), 0.15, most)


check_lines("", 1)  # to count is next to nothing when it is compiled

# The table.
rows = [line for line in result.stderr.splitlines() if "%" in line]
print("first row:", re.sub(r"[ .\d]+ s +[\d.]+%", "TIME ", rows[0]))
print("a line's text:", any(row.endswith("_profile_work.py:14  n += i * i + i % 7") for row in rows))

# The other forms.
text, result = profile("svg", "_profile_work.py", "0.05")
titles = [html.unescape(title) for title in re.findall("<title>(.*?)</title>", text, re.DOTALL)]
for name in "thrice (_profile_work.py:18)", "[native] sorted":
    print(name, any(title.startswith(name) for title in titles))
print("called from", any("called from line 64: thrice()" in title for title in titles))
text, result = profile("json", "_profile_work.py", "0.05")
data = json.loads(text)
[only] = data["profiles"]
print(len(only["samples"]) == len(only["weights"]),
      max(max(s) for s in only["samples"]) < len(data["shared"]["frames"]))
names = {frame["name"] for frame in data["shared"]["frames"]}
print({"thrice", "once", "Worker.run", "[native] sorted"} <= names)
text, result = profile("txt", "-c", "x = 0\nfor i in range(100000000): x += i")
print("source of -c", "<string>:2  for i in range(100000000): x += i" in result.stderr)

# Without the compiler.
text, result = profile("folded", "--no-jit", "_profile_work.py", "0.05")
stacks = stacks_of(text)
check_lines(", interpreted", 0.97)
