def f():
    pritn("x")
f()
