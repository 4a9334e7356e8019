../../../examples/scheduler.py 3000
