import os
os.environ["TAU_X"] = "1"; print(os.environ["TAU_X"], os.getenv("TAU_X"), os.getenv("TAU_NOPE"), os.getenv("TAU_NOPE", "d"), "TAU_X" in os.environ, os.environ.get("TAU_X"), os.environ.setdefault("TAU_Y", "2"), os.environ.pop("TAU_Y"), os.environ.copy()["TAU_X"]); del os.environ["TAU_X"]; print("TAU_X" in os.environ, type(os.environ).__name__, os.environ["HOME"], os.environ["LANG"], isinstance(dict(os.environ), dict))
os.putenv("TAU_Z", "3"); print(os.getenv("TAU_Z")); os.environ["TAU_é"] = "日"; print(os.environ["TAU_é"], os.environb["TAU_é".encode()])
for e in ("os.environ['TAU_NOPE']", "os.environ.__setitem__('A', 5)", "os.environ.__setitem__(5, 'a')", "os.environ.__delitem__('TAU_NOPE')", "os.getenv(5)", "os.environ.__setitem__('A=B', 'c')", "os.environ.__setitem__('A', 'x\\0y')"):
    try: print(eval(e))
    except Exception as x: print(e, type(x).__name__, x)
print(os.getpid() > 0, os.getppid() > 0, type(os.getuid()).__name__, os.cpu_count() >= 1, len(os.urandom(8)), os.strerror(2), os.get_terminal_size((80, 24)).columns if False else 80, os.system("exit 3") >> 8, os.popen("echo from shell").read(), os.uname().sysname, os.umask(os.umask(0o22)) >= 0, len(os.times()), os.isatty(0), os.path.supports_unicode_filenames, os.WEXITSTATUS(256), os.getcwd() == os.path.abspath("."))
pid = os.fork()
if pid == 0: os._exit(7)
print(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
