name = input("name? ")
print(repr(name))
print(repr(input()), repr(input("x\ty: ")))
import sys
print(repr(sys.stdin.readline()), repr(input(5)))
for line in sys.stdin:
    print("line", repr(line))
try: input("eof? ")
except EOFError as e: print(type(e).__name__, e)
try: input()
except EOFError as e: print(e)
print(repr(sys.stdin.read()), repr(sys.stdin.readline()))
