print("b starts")
import circ_a
saw = hasattr(circ_a, "done")
try: circ_a.done
except AttributeError as e: print(str(e).split(" (")[0])
print("b ends")
