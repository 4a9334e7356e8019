# Functions that use, fill or clear the cache that is about to keep their result.
from functools import lru_cache


@lru_cache(maxsize=3)
def nested(key):
    if isinstance(key, str) and len(key) > 1:
        return nested(key[1:]) + 1
    return 1


print(nested("abcdef"), nested.cache_info())
print([nested("abcdef"[i:]) for i in range(6)], nested.cache_info())

depth = 0


@lru_cache(maxsize=2)
def itself(key):
    """Calls itself with the same key once: the inner result stands."""
    global depth
    depth += 1
    if depth == 1:
        return "outer", itself(key)
    return "inner", depth


print(itself("k"), itself("k"), itself.cache_info())


@lru_cache(maxsize=2)
def clearing(key):
    if key == 5:
        clearing.cache_clear()
    return key


for key in 1, 2, 5, 5, 1, 2:
    print(clearing(key), clearing.cache_info())


class Key:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        if self.name == "evil":
            clearing.cache_clear()
            clearing("meanwhile")
        return self.name == getattr(other, "name", other)


for name in "a", "evil", "a", "b", "evil", "evil":
    clearing(Key(name))
    print(name, clearing.cache_info())
