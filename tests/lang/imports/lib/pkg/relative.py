from .sub.leaf import name as rel_a
from .sub import leaf as rel_b
from . import sub as rel_c
