import sys
sys.path.insert(0, "modules")
import broken_syntax
