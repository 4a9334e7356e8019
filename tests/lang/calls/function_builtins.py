# A function made from code takes its builtins from the globals it is given.
import types
def length(x): return len(x)
made = types.FunctionType(length.__code__, {"__builtins__": {"len": lambda x: "mine"}})
print(made([1]), length([1]), made.__builtins__.keys())
bare = types.FunctionType(length.__code__, {})
print(bare([1]), bare.__builtins__ is length.__builtins__)
empty = types.FunctionType(length.__code__, {"__builtins__": {}})
try: empty([1])
except NameError as e: print(e)
