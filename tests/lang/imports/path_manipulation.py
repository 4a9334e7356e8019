import sys, os
tmp = os.environ["TEST_TMP"]
p = os.path.join(tmp, "made_now.py")
with open(p, "w") as f: f.write("v = 1\n")
try: import made_now
except ModuleNotFoundError as e: print(e)
sys.path.append(tmp); import made_now; print(made_now.v, made_now.__file__ == p)
with open(p, "w") as f: f.write("v = 'longer text now'\n")
import importlib; importlib.reload(made_now); print(made_now.v)
with open(os.path.join(tmp, "gen_mod.py"), "w") as f: f.write("import sys\nprint('run', __name__)\nsys.modules[__name__] = 'replaced'\n")
importlib.invalidate_caches(); import gen_mod; print(gen_mod)
os.mkdir(os.path.join(tmp, "prio")); 
with open(os.path.join(tmp, "prio", "__init__.py"), "w") as f: f.write("k = 'package'\n")
with open(os.path.join(tmp, "prio.py"), "w") as f: f.write("k = 'module'\n")
import prio; print(prio.k); sys.path.remove(tmp)
class Finder:
    @staticmethod
    def find_spec(name, path, target=None):
        if name == "virtual_mod":
            import importlib.util
            return importlib.util.spec_from_loader(name, Loader())
class Loader:
    def create_module(self, spec): return None
    def exec_module(self, m): m.answer = 42
sys.meta_path.append(Finder); import virtual_mod; print(virtual_mod.answer, virtual_mod.__spec__.name)
import types; m = types.ModuleType("hand", "doc"); exec("y = 2", m.__dict__); sys.modules["hand"] = m; import hand; print(hand.y, hand.__doc__, hand)
