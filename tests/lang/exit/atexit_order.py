import atexit, sys
atexit.register(print, "first registered"); atexit.register(lambda: print("second registered"))
@atexit.register
def third(): print("third", sys.exc_info()[0])
atexit.register(print, "kw", sep="-", end="!\n"); f = lambda: print("never"); atexit.register(f); atexit.unregister(f)
print("main done")
