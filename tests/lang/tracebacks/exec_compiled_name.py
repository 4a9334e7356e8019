c = compile("x = 1\ny = x.nope\n", "virtual_file.py", "exec")
exec(c)
