def f(x):
    return g(x) + 1
def g(x):
    return h(x * 2, y=x)
def h(a, *, y):
    return a / (y - 5)
print("before")
f(5)
