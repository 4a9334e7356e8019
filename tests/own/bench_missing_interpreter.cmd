bench --quick fib_iterative --against nosuch
