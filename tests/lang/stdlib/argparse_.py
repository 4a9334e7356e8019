import argparse, sys
p = argparse.ArgumentParser(prog="prog", description="A test program.", epilog="The end.")
p.add_argument("file", help="input file"); p.add_argument("extra", nargs="*", type=int); p.add_argument("-v", "--verbose", action="count", default=0, help="be loud"); p.add_argument("--level", type=int, default=3, choices=[1, 2, 3], help="the level (default: %(default)s)"); p.add_argument("--flag", action="store_true"); p.add_argument("--name", metavar="NAME", dest="who"); p.add_argument("--app", action="append"); p.add_argument("--opt", nargs="?", const="c", default="d"); p.add_argument("--no-x", action=argparse.BooleanOptionalAction) if False else None
for a in (["f"], ["f", "1", "2", "-vv"], ["--level", "2", "f", "--flag"], ["f", "--name=bob", "--app", "a", "--app", "b"], ["f", "--opt"], ["f", "--opt", "q"], ["--", "-f"], ["f", "--lev", "1"]): print(a, p.parse_args(a))
print(p.parse_known_args(["f", "--unknown", "5"]), p.format_usage(), p.format_help())
for a in ([], ["f", "x"], ["f", "--level", "9"], ["f", "--level", "z"], ["f", "--nope"], ["f", "--name"], ["f", "-z"]):
    try: p.parse_args(a)
    except SystemExit as e: print("exit", e.code); sys.stderr.flush()
s = argparse.ArgumentParser(prog="sub"); sp = s.add_subparsers(dest="cmd", required=True); a = sp.add_parser("add", help="adds"); a.add_argument("n", type=float); a.set_defaults(fn="add fn"); sp.add_parser("rm")
print(s.parse_args(["add", "2.5"]), s.parse_args(["rm"])); g = argparse.ArgumentParser(prog="g").add_mutually_exclusive_group; q = argparse.ArgumentParser(prog="q"); m = q.add_mutually_exclusive_group(); m.add_argument("-a", action="store_true"); m.add_argument("-b", action="store_true"); print(q.parse_args(["-a"]))
for x in (["-a", "-b"], ["-h"]):
    try: q.parse_args(x)
    except SystemExit as e: print("exit", e.code)
try: s.parse_args(["bad"])
except SystemExit as e: print(e.code)
print(argparse.Namespace(a=1, b="x"), vars(argparse.Namespace(z=1)), argparse.Namespace(a=1) == argparse.Namespace(a=1))
