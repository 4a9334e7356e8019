import os, stat
t = os.environ["TEST_TMP"]
j = lambda *a: os.path.join(t, *a)
def clean(s): return str(s).replace(t, "TMP")
os.mkdir(j("d")); os.makedirs(j("a", "b", "c")); os.makedirs(j("a", "b"), exist_ok=True)
with open(j("f.txt"), "w") as f: f.write("hello")
print(sorted(os.listdir(t)), os.path.isfile(j("f.txt")), os.path.isdir(j("d")), os.stat(j("f.txt")).st_size, stat.S_ISDIR(os.stat(j("d")).st_mode), os.access(j("f.txt"), os.R_OK), os.path.getsize(j("f.txt")))
os.rename(j("f.txt"), j("g.txt")); os.replace(j("g.txt"), j("h.txt")); os.symlink(j("h.txt"), j("ln")); print(clean(os.readlink(j("ln"))), os.path.islink(j("ln")), open(j("ln")).read(), os.lstat(j("ln")).st_size > 0); os.link(j("h.txt"), j("hard")); print(os.stat(j("hard")).st_nlink)
os.chmod(j("h.txt"), 0o600); print(oct(os.stat(j("h.txt")).st_mode & 0o777)); os.utime(j("h.txt"), (1, 2)); print(os.stat(j("h.txt")).st_mtime, os.path.getmtime(j("h.txt")), os.stat(j("h.txt")).st_mtime_ns); os.truncate(j("h.txt"), 2); print(open(j("h.txt")).read())
for root, dirs, files in os.walk(j("a")): print(clean(root), dirs, files)
with os.scandir(t) as it: print(sorted((e.name, e.is_file(), e.is_dir(), e.is_symlink()) for e in it))
os.remove(j("ln")); os.unlink(j("hard")); os.rmdir(j("d")); os.removedirs(j("a", "b", "c")) if False else os.rmdir(j("a", "b", "c")); print(sorted(os.listdir(t)))
for f in (lambda: os.mkdir(j("a")), lambda: os.rmdir(j("a")), lambda: os.remove(j("nope")), lambda: os.listdir(j("nope")), lambda: os.rename(j("nope"), j("x")), lambda: os.stat(j("nope")), lambda: os.chdir(j("nope")), lambda: os.makedirs(j("a")), lambda: os.readlink(j("h.txt")), lambda: os.rmdir(j("h.txt")), lambda: os.remove(j("a")), lambda: os.open(j("nope"), os.O_RDONLY), lambda: os.close(9999), lambda: os.read(9999, 1), lambda: os.write(9999, b"x"), lambda: os.listdir(5.5), lambda: os.mkdir(5), lambda: os.mkdir("a\0b"), lambda: os.stat(None), lambda: os.symlink(j("x"), j("h.txt")), lambda: os.utime(j("nope")), lambda: os.scandir(j("nope"))):
    try: f()
    except Exception as e: print(type(e).__name__, clean(e), getattr(e, "errno", None), clean(getattr(e, "filename", None)))
fd = os.open(j("raw"), os.O_RDWR | os.O_CREAT, 0o644); print(os.write(fd, b"raw bytes"), os.lseek(fd, 0, os.SEEK_SET), os.read(fd, 3), os.fstat(fd).st_size); os.close(fd)
r, w = os.pipe(); os.write(w, b"piped"); os.close(w); print(os.read(r, 100), os.read(r, 1)); os.close(r)
cwd = os.getcwd(); os.chdir(t); print(os.path.exists("raw"), os.getcwd() == os.path.realpath(t)); os.chdir(cwd)
