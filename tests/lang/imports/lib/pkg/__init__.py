value = "pkg value"
from . import other
