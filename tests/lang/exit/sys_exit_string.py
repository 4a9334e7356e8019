import sys
sys.exit("error message to stderr")
