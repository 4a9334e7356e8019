"""Cached bytecode: written, used, renewed, ignored when damaged.  Run in an empty
folder, $TEST_TMP, with a cache folder of its own."""
import importlib
import importlib.machinery
import importlib.util
import marshal
import os
import py_compile
import shutil
import subprocess
import sys
import traceback

HERE = os.environ["TEST_TMP"]
os.chdir(HERE)
sys.path.insert(0, HERE)
sys.dont_write_bytecode = False
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
ENVIRONMENT["XDG_CACHE_HOME"] = os.environ["XDG_CACHE_HOME"] = os.path.join(HERE, "home cache")


def write(path, text, time=1_000_000_000):
    with open(path, "w") as file:
        file.write(text)
    os.utime(path, (time, time))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def fresh(name):
    """Imports a module anew; its `value`."""
    sys.modules.pop(name, None)
    return __import__(name).value


def python(*arguments, **environment):
    result = subprocess.run([sys.executable, *arguments], cwd=HERE, capture_output=True, text=True,
                            env=dict(ENVIRONMENT, **environment))
    return result.stdout + result.stderr


def files(folder):
    return sorted(os.path.join(where, name)[len(folder) + 1:]
                  for where, _, names in os.walk(folder) for name in names)


CACHED = "__pycache__/small.tauraro-311.pyc"

print("== written and used")
write("small.py", "value = 'one'\n")
write("other.py", "value = 'two'\n")
print(fresh("small"), fresh("other"), files("__pycache__"))
print(sys.modules["small"].__cached__ == os.path.join(HERE, CACHED),
      sys.modules["small"].__spec__.cached == os.path.join(HERE, CACHED),
      importlib.util.cache_from_source("small.py"))
good = read(CACHED)
shutil.copy("__pycache__/other.tauraro-311.pyc", CACHED)
print(fresh("small"), "from the other's cache")

print("== renewed when the source changes")
write("small.py", "value = 'ONE'\n", 1_000_000_001)
print(fresh("small"))
write("small.py", "value = 'longer'\n", 1_000_000_001)
print(fresh("small"))
write("small.py", "value = 'one'\n")
print(fresh("small"), read(CACHED) == good)

print("== damage at every byte, every length")
wrong = 0
for at in range(len(good)):
    for flip in 1, 0x80:
        with open(CACHED, "wb") as file:
            file.write(good[:at] + bytes([good[at] ^ flip]) + good[at + 1:])
        wrong += fresh("small") != "one" or read(CACHED) != good and at >= 8
    with open(CACHED, "wb") as file:
        file.write(good[:at])
    wrong += fresh("small") != "one" or read(CACHED) != good
with open(CACHED, "wb") as file:
    file.write(good + b"x")
print(fresh("small"), read(CACHED) == good, "wrong:", wrong)

print("== not written")
for arguments, environment in (["-B"], {}), ([], {"PYTHONDONTWRITEBYTECODE": "1"}):
    shutil.rmtree("__pycache__", ignore_errors=True)
    print(python(*arguments, "-c", "import sys, small; print(small.value, sys.dont_write_bytecode)", **environment),
          os.path.exists("__pycache__"))

print("== other places")
write("__pycache__", "in the way")
print(python("-c", "import small; print(small.value, small.__cached__)").replace(HERE, "HERE"))
print([name.partition("/")[2].partition("/")[2].replace(HERE[1:], "HERE") for name in files("home cache")
       if "small" in name])
os.remove("__pycache__")
program = "import small; print(small.value, small.__cached__)"
print(python("-X", "pycache_prefix=prefix/", "-c", program).replace(HERE, "HERE"), os.listdir("prefix") == [HERE.split("/")[1]])
prefix = os.path.join(HERE, "prefix")
expected = [prefix[1:].replace("prefix", "small.tauraro-311.pyc")]
for arguments, environment in ((["-X", "pycache_prefix=" + prefix], {}), ([], {"PYTHONPYCACHEPREFIX": prefix})):
    print(python(*arguments, "-c", program, **environment).replace(HERE, "HERE"), files(prefix) == expected)
    shutil.rmtree(prefix)
python("-O", "-c", program), python("-OO", "-c", program)
print(files("__pycache__"))
shutil.rmtree("__pycache__")

print("== many at once")
write("big.py", "".join(f"def f{i}(a, b=({i}, 'x{i}')): return [a + j for j in b]\n" for i in range(300)) +
      "value = f299(1, (2,))\n")
processes = [subprocess.Popen([sys.executable, "-c", "import big; print(big.value)"], cwd=HERE, env=ENVIRONMENT,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(6)]
print({process.communicate()[0] for process in processes}, files("__pycache__"))

print("== positions, constants and identity survive")
write("rich.py", '''"""doc"""
import sys
name = "identifier"
value = [12345678901234567890123, -(10 ** 30), 1e300, 1e-300, -0.0, 2j, b"\\x00\\xff", "\\xe9", "\\u20ac", "\\ud800", "\\U0001f600",
         (1, (2, None, ...)), 3 in {1, 2, 3}, True, sys.intern("identifier") is name]
def outer(a, /, b=1, *args, k: int = 2, **kw):
    "inner doc"
    x = a
    def inner():
        nonlocal x
        x += 1
        return [x / (n - n) for n in args]
    yield inner
async def co(): await x
class C:
    __slots__ = ("s",)
    def m(self): return __class__
def wide():
    %s
    return v299
''' % "; ".join(f"v{i} = {i}" for i in range(300)))
for _ in range(2):
    print(fresh("rich"))
    rich = sys.modules["rich"]
    c = rich.outer.__code__
    print(rich.__doc__, rich.outer.__doc__, c.co_varnames, c.co_cellvars, c.co_argcount, c.co_posonlyargcount,
          c.co_kwonlyargcount, c.co_flags, c.co_firstlineno, c.co_qualname, rich.C().m() is rich.C, rich.wide())
    try:
        next(rich.outer(1, 2, 3))()
    except ZeroDivisionError:
        print(traceback.format_exc().partition("rich.py")[2].replace(HERE, "HERE"))
write("bad_warning.py", "value = 1\nassert True\ndef f(:\n")
for _ in range(2):
    try:
        fresh("bad_warning")
    except SyntaxError as e:
        print(e.lineno, os.path.basename(e.filename))

print("== code that has not been called yet")
write("lazy.py", """class C:
    def __init__(self): self.a, self.b = 1, 2
    def method(self, x: int, /, y=2, *, z=(1, 'k')): "doc"; return [x, y, z, len(CONSTANT)]
CONSTANT = "constant"
def generator(n): yield from range(n)
def fails(): raise ValueError([i for i in [1]])
def recursive(n): return n and recursive(n - 1) + 1
def outer():
    def inner(): return inner.__name__, CONSTANT
    return inner
async def coroutine(): return 5
value = lambda: (lambda: 7)()
""")
fresh("lazy")
fresh("lazy")
lazy = sys.modules["lazy"]
m = lazy.C.method.__code__
print(m.co_varnames, m.co_argcount, m.co_posonlyargcount, m.co_kwonlyargcount, m.co_firstlineno, m.co_name)
print("CONSTANT" in m.co_names, len(list(m.co_positions())) > 5, len(m.co_code) > 40)
print(lazy.C().method(1), vars(lazy.C()), list(lazy.generator(3)), lazy.recursive(50), lazy.outer()(), lazy.value())
again = marshal.loads(marshal.dumps(lazy.outer.__code__))
print(type(lazy.outer)(again, vars(lazy))()(), again.co_qualname, again.replace(co_name="new").co_name)
try:
    lazy.fails()
except ValueError:
    print(traceback.format_exc().partition("lazy.py")[2].replace(HERE, "HERE"))
try:
    lazy.coroutine().send(None)
except StopIteration as e:
    print(e.value)
fresh("lazy")
try:
    sys.modules["lazy"].recursive(10 ** 6)
except RecursionError as e:
    print(e)
write("deep.py", "value = " + "(" * 150 + "1," + "),\n" * 149 + ")\n")
print(fresh("deep") == fresh("deep"), os.path.getsize("__pycache__/deep.tauraro-311.pyc") < 5000)
print(next(c for c in marshal.loads(read("__pycache__/lazy.tauraro-311.pyc")[16:]).co_consts
           if getattr(c, "co_name", 0) == "generator").co_filename == lazy.__file__)

print("== py_compile, hashes, marshal")
write("hashed.py", "value = 'a'\n")
for mode in py_compile.PycInvalidationMode:
    py_compile.compile("hashed.py", doraise=True, invalidation_mode=mode)
    flags = read("__pycache__/hashed.tauraro-311.pyc")[4]
    write("hashed.py", "value = 'b'\n", 1_000_000_007)
    print(mode.name, flags, fresh("hashed"))
    write("hashed.py", "value = 'a'\n")
    os.remove("__pycache__/hashed.tauraro-311.pyc")
code = compile("def f(x):\n  return x * 2\nresult = [f(i) for i in range(300)][-1]\n", "<made>", "exec")
for _ in range(2):
    names = {}
    exec(code, names)
    code = marshal.loads(marshal.dumps((code, 1)))[0]
    print(names["result"], code.co_filename, code.co_name)
try:
    marshal.loads(marshal.dumps(code)[:-1])
except EOFError as e:
    print(e)
for at in 5, 30, 60:
    data = bytearray(marshal.dumps(code))
    data[at] ^= 4
    try:
        marshal.loads(data)
    except ValueError as e:
        print(e)
print(importlib.import_module("hashed").value, "hashed.tauraro-311.pyc" in files("__pycache__"))
loader = importlib.machinery.SourceFileLoader("small", os.path.join(HERE, "small.py"))
spec = importlib.util.spec_from_file_location("renamed", os.path.join(HERE, "small.py"))
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.value, loader.get_code("small").co_filename == os.path.join(HERE, "small.py"))
print(importlib.util.cache_from_source("a/b.py", optimization=2),
      importlib.util.source_from_cache("a/__pycache__/b.tauraro-311.pyc"))
