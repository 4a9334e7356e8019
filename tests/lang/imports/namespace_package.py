import sys
sys.path.insert(0, "lib"); sys.path.insert(0, "lib2")
import nsp.first, nsp.second
print(nsp.first.where, nsp.second.where, len(list(nsp.__path__)), getattr(nsp, "__file__", None), nsp.__name__)
from nsp import first; print(first is nsp.first)
