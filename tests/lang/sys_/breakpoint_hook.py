# What $PYTHONBREAKPOINT names is called, or a warning says that it does not exist.
import os, sys, types, warnings

module = types.ModuleType("breaking")
module.hook = lambda *a, **k: ("hook", a, k)
sys.modules["breaking"] = module

for name in ("breaking.hook", "0", "repr", "breaking.nothing", "no_such.thing", "nothing_built_in", ".", "os.path.join"):
    os.environ["PYTHONBREAKPOINT"] = name
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(name, breakpoint("arg"))
    for w in caught:
        print("   ", w.category.__name__, w.message, os.path.basename(w.filename), w.lineno)
os.environ["PYTHONBREAKPOINT"] = "breaking.hook"
print(breakpoint(1, two=2), sys.breakpointhook(), sys.__breakpointhook__ is sys.breakpointhook)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    os.environ["PYTHONBREAKPOINT"] = "no_such.thing"
    try: breakpoint()
    except RuntimeWarning as e: print(e)
