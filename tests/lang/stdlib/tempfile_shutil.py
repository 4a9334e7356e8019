import tempfile, shutil, os, pathlib, glob, filecmp
d = os.environ["TEST_TMP"]; tempfile.tempdir = d
with tempfile.NamedTemporaryFile("w+", suffix=".txt") as f: f.write("tmp"); f.seek(0); print(f.read(), f.name.startswith(d), f.name.endswith(".txt"))
with tempfile.TemporaryDirectory() as td: print(os.path.isdir(td)); p = pathlib.Path(td)
print(p.exists()); r = pathlib.Path(d); (r / "a" / "b").mkdir(parents=True); (r / "a" / "x.txt").write_text("héllo"); (r / "a" / "b" / "y.py").write_bytes(b"1"); print((r / "a" / "x.txt").read_text(), (r / "a" / "x.txt").stat().st_size, sorted(q.name for q in (r / "a").iterdir()), sorted(q.name for q in r.rglob("*.*")), [os.path.basename(g) for g in glob.glob(d + "/a/*.txt")])
shutil.copy(r / "a" / "x.txt", r / "c.txt"); shutil.copytree(r / "a", r / "z"); shutil.move(r / "c.txt", r / "moved.txt"); print(sorted(os.listdir(d)), filecmp.cmp(r / "moved.txt", r / "a" / "x.txt")); shutil.rmtree(r / "z"); print(sorted(os.listdir(d)))
