import sys, os
print(__name__, __file__ == os.path.abspath("main_attributes.py"), __package__, __spec__, __builtins__.__name__, __doc__, sys.modules["__main__"].__name__, sys.argv, sys.path[0] == os.getcwd(), __loader__ is not None, "__annotations__" in globals(), "__cached__" in globals() and __cached__)
import __main__; print(__main__.__file__ == __file__); x = 5; print(__main__.x, vars(__main__) is globals())
if __name__ == "__main__": print("main guard")
