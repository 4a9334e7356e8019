data = [1, 2, None]
def process(items):
    return [item + 1 for item in items if item != 5]
process(data)
