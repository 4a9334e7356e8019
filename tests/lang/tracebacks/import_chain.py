import sys
sys.path.insert(0, "modules")
import raises_on_import
