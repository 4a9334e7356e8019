def lookup(d, k):
    return d["outer"][k]["inner"] + 1
lookup({"outer": {"a": {}}}, "a")
