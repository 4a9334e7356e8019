class Obj:
    def method(self, x): return x / 0
o = Obj()
def wrapper(value):
    result = [o.method(v) for v in [value]]
    return result
data = {"key": [1, 2, 3]}
total = data["key"][0] + wrapper(data["key"][1])[0] * 2
