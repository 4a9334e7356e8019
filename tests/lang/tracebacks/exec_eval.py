code = "def f():\n    return 1 / 0\nf()\n"
try:
    exec(code)
except ZeroDivisionError:
    import traceback
    print(traceback.format_exc())
eval("undefined_in_eval + 1")
