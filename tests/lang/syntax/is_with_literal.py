# `is` with a literal warns once for a chain, whatever the literal.
x = y = 1
print(x is not "a")
print(1 is x)
print(x is None, x is True, x is ...)
print(x is -1, x is (), x is (1, 2))
print(x is y is 1)
print(x is 1.0 is not 2j)
print(0b1is x)
