import gc
print(gc.isenabled(), type(gc.collect()).__name__, len(gc.get_threshold()), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled(), type(gc.get_objects()).__name__, gc.is_tracked([]), len(gc.get_count()), gc.garbage, gc.freeze(), gc.unfreeze(), gc.callbacks)
class Node:
    def __init__(self): self.me = self; self.data = [0] * 100
for _ in range(3000): Node()
gc.collect(); print("cycles collected")
keep = [[i, str(i), {i: [i]}] for i in range(5000)]
gc.collect(); print(len(keep), keep[4999], sum(k[0] for k in keep), all(k[2][k[0]] == [k[0]] for k in keep))
import weakref
class W: pass
w = W(); r = weakref.ref(w); print(r() is w, type(r).__name__, weakref.getweakrefcount(w) >= 1); d = weakref.WeakValueDictionary(); d["k"] = w; print(d["k"] is w, len(d))
try: weakref.ref(5)
except TypeError as e: print(e)
try: weakref.ref([])
except TypeError as e: print(e)
