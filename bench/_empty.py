"""What a benchmark costs beside its work: bench/count.py subtracts it."""

import os, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _timing import measure


if __name__ == "__main__":
    measure("empty", bool, expect=False)
