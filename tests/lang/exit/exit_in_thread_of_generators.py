def g():
    try: yield 1
    finally: print("generator closed")
x = g(); next(x)
import sys
try: sys.exit(5)
except SystemExit as e: print("caught", e.code); x.close()
raise
