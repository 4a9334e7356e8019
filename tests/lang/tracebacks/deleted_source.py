import os, sys, importlib
d = os.environ["TEST_TMP"]
sys.path.insert(0, d)
p = os.path.join(d, "vanish.py")
with open(p, "w") as f: f.write("def go():\n    raise ValueError('gone')\n")
import vanish
os.remove(p)
import traceback
try: vanish.go()
except ValueError: print(traceback.format_exc().replace(d, "TMP"))
