"""append, pop, insert, extend, remove, sort and slices in one hot loop."""


def churn(rounds):
    items = []
    h = 0
    for i in range(rounds):
        items.append(i)
        if i % 3 == 0:
            items.insert(i % 5, -i)
        if i % 7 == 6:
            h += items.pop() + items.pop(0)
        if i % 50 == 49:
            items.sort()
            items[2:5] = [i, i]
            items.reverse()
        if len(items) > 40:
            del items[::2]
        if i in items:
            h += items.index(i)
        h = (h * 3 + len(items)) % 1000003
    return h, items[:5]


print(churn(3000))


def empty(rounds):
    items = [1] * (rounds - 3)
    errors = 0
    for i in range(rounds):
        try:
            items.pop()
        except IndexError as e:
            errors += 1
            text = str(e)
    return errors, text


print(empty(2000))
append = [].append
for i in range(500):
    append(i)
print(len(append.__self__))
