import sys
print(__name__, __package__ == "", sys.argv[1:], sys.path[0].endswith("lib/mainpkg"))
import sibling; print(sibling.v)
