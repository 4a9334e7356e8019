def ok():
    return 1

def broken(x, y:
    return x
