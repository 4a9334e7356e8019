import sys
print(sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 11), sys.version.startswith("3.11"), sys.byteorder, sys.maxsize, sys.maxunicode, sys.platform, sys.getrecursionlimit(), sys.implementation.version[:2], sys.hexversion >> 16, sys.api_version, sys.float_info.dig, sys.int_info.bits_per_digit, sys.hash_info.width, sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.copyright[:9], sys.flags.optimize, sys.flags.interactive, sys.dont_write_bytecode, sys.warnoptions == [] or True, type(sys.modules).__name__, "sys" in sys.builtin_module_names, sys.executable != "", sys.prefix != "", sys.argv[0].endswith("attributes.py"), sys.stdin.name, sys.stdout.name, sys.stderr.name, sys.stdout.encoding, sys.displayhook is sys.__displayhook__, sys.exc_info(), sys.exception(), sys.intern("abc") == "abc", sys.getsizeof([]) > 0, sys.is_finalizing(), callable(sys.getrefcount), sys.getswitchinterval(), len(sys.path) > 2, sys.meta_path != [], sys.gettrace(), sys.getprofile(), sys.thread_info.name, sys.abiflags, sys.pycache_prefix, sys._getframe().f_lineno, "math" in sys.stdlib_module_names, sys.orig_argv[-1].endswith("attributes.py"))
sys.displayhook(None); sys.displayhook(5); sys.displayhook("é")
import builtins; print(builtins._)
for e in ("sys.intern(5)", "sys.getrecursionlimit(1)", "sys.setrecursionlimit('a')", "sys.exit(1, 2)", "sys.nope", "sys._getframe(1000)", "sys._getframe('a')", "sys.getsizeof()", "sys.set_int_max_str_digits(5)"):
    try: print(eval(e))
    except Exception as x: print(e, type(x).__name__, x)
sys.stdout.write("w\n"); print(sys.stdout.writelines(["a", "b\n"]), sys.stdout.flush(), sys.stdout.isatty(), sys.stdout.writable(), sys.stdout.fileno())
sys.ps1 = "x"; sys.custom = 5; print(sys.custom); del sys.custom
