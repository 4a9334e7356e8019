import sys
sys.path.insert(0, "lib")
import circ_a
print(circ_a.done, circ_a.circ_b.saw)
try: import circ_from_a
except ImportError as e: print(type(e).__name__, str(e).split(" (/")[0], e.name)
print("circ_from_a" in sys.modules, "circ_from_b" in sys.modules)
