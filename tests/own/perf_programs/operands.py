def sum_of(n):
    total = 0
    for i in range(n):
        total += i * 0.5
    return total


def halves(values):
    for value in values:
        value / 2 + value


def grow(n):
    x = 1
    for i in range(n):
        x = x * 3
    return x


def words(n):
    count = {}
    for i in range(n):
        word = "w%d" % (i % 3)
        count[word] = count.get(word, 0) + 1
    return count


def ints(n):
    total = 0
    for i in range(n):
        total += i
        if total > 10:
            total -= 7
    return total


print(sum_of(100))
halves([1, 2.5] * 50)
print(grow(80))
print(words(30))
print(ints(100))
truths = [i % 2 == 0 for i in range(100)]
print(sum(1 for truth in truths if truth))
