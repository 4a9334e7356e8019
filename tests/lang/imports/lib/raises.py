before = 1
raise ValueError("raised in module")
