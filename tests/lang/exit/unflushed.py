import sys
sys.stdout.write("a" * 10000); sys.stdout.write("\nno newline at end"); sys.stderr.write("err no newline")
