# The line that a loader's get_source gives, or what is wrong with it.
import warnings
class Loader:
    def __init__(self, source): self.source = source
    def get_source(self, name): return self.source
class Lines(str):
    lines = None
    def splitlines(self): return self.lines
def try_source(source, line=1):
    try:
        print(warnings.warn_explicit("said", UserWarning, "file", line,
                                     module_globals={"__loader__": Loader(source), "__name__": "module"}))
    except Exception as e:
        print(type(e).__name__, e)
for source in (42, b"bytes", None, "one\n  two", ""):
    try_source(source)
warnings.simplefilter("always")
try_source("one\n  two", 2)
warnings.simplefilter("error")
for lines in (42, None, "text", ["  a line  "], [], (1,)):
    source = Lines("spam")
    source.lines = lines
    try:
        warnings.warn_explicit("said", UserWarning, "file", 1,
                               module_globals={"__loader__": Loader(source), "__name__": "module"})
    except Exception as e:
        print(type(e).__name__, e)
