def key(item):
    return item["k"]
items = [{"k": 1}, {}]
items.sort(key=key)
