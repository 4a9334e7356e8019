print("a starts")
import circ_b
done = "a done"
print("a ends")
