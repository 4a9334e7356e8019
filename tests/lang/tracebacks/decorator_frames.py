import functools
def deco(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)
    return wrapper
@deco
@deco
def target(x):
    raise LookupError(f"target {x}")
target(x=5)
