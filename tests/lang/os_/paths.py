import os, os.path as p
for a in ("", "/", "a", "/a/b", "a/b/", "/a//b/../c", "./x/./y", "~", "a.txt", "/x.y/z", ".hidden", "a.tar.gz", "//a", "///a", "..", "a/..", "日/é.txt", "x/.b.c"):
    print(repr(a), p.split(a), p.splitext(a), p.basename(a), p.dirname(a), p.normpath(a), p.isabs(a), p.join("base", a), p.join(a, "end"), p.splitdrive(a), p.normcase(a))
print(p.join("a", "/b", "c"), p.join("a", "", "b"), p.join("a", ""), p.commonpath(["/a/b", "/a/c"]), p.commonprefix(["abc", "abd"]), p.relpath("/a/b", "/a/c/d"), p.exists("/"), p.exists("/nope"), p.isdir("/"), p.isfile("/"), os.sep, os.linesep, os.pathsep, os.curdir, os.pardir, os.extsep, os.altsep, os.devnull, os.name, p.abspath("x") == p.join(os.getcwd(), "x"), p.expanduser("x~"), p.join(b"a", b"b"), p.sep, os.fspath("a"), os.fsencode("é"), os.fsdecode(b"x"), p.expandvars("$HOME-${HOME}-$NOPE"), p.lexists("/"), p.islink("/"), p.realpath("/./"), p.samefile("/", "/."), p.getsize(__file__) > 10)
for e in ("p.join(1)", "p.join('a', 1)", "p.join('a', b'b')", "p.commonpath([])", "p.commonpath(['/a', 'b'])", "p.getsize('/nope')", "p.exists(5.5)", "os.fspath(5)", "p.split(5)", "p.relpath('')", "p.basename(None)", "p.isfile('a\\0b')"):
    try: print(eval(e))
    except Exception as x: print(e, type(x).__name__, x)
class P:
    def __fspath__(self): return "/from/fspath.x"
print(os.fspath(P()), p.basename(P()), p.splitext(P()), p.join(P(), "z"))
