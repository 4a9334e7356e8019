def outer():
    count = 1
    def inner():
        return cuont
    return inner()
outer()
