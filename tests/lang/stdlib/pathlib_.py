from pathlib import PurePosixPath as P, Path
p = P("/a/b/../c.tar.gz"); print(p, repr(p), p.parts, p.name, p.stem, p.suffix, p.suffixes, p.parent, list(p.parents), p.with_name("z"), p.with_suffix(".py"), p / "x" / "y", p.is_absolute(), P("a") / "/b", P("a//b/./c"), P("a") == P("a/"), P("a") < P("b"), P("/a/b").relative_to("/a"), P("a.py").match("*.py"), P("a", "b"), P("."), P(""), hash(P("a")) == hash(P("a")), P("a").joinpath("b", "c"), P("/x").as_uri(), str(P("é")), P("a").as_posix(), P("a/b").with_stem("q"), "x" / P("y"), P("/").name == "", P("a/..").parts)
for f in (lambda: P("/a").relative_to("/b"), lambda: P("/").with_name("x"), lambda: P("a") / 5, lambda: P("a").with_suffix("x"), lambda: Path("/nope").read_text(), lambda: P(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(Path(".").is_dir(), Path("/nope").exists(), Path(__file__).name if "/" in __file__ else "")
