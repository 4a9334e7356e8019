"""Only the inner loop is hot; it is entered anew, with other types, from a cold one."""


def grid(rows):
    t = 0
    for row in rows:
        s = None
        for x in row:
            s = x if s is None else s + x
        t = (t, s)
    return t


print(grid([range(1000), [0.5] * 1000, ["a"] * 20, [1, 2.5] * 500, [[1]] * 3, [True] * 1000, []]))


def levels(n):
    count = 0
    for a in range(2):
        for b in range(2):
            for c in range(n):
                for d in range(3):
                    if d == 2 and c % 10 == 9:
                        break
                    count += a + b + d
                else:
                    count += 100
                    continue
                count -= 1
            if a and b:
                break
    return count


print(levels(500), levels(0), levels(1))


def triangle(n):
    out = 0
    for i in range(n):
        j = i
        while j:
            j -= 1
            if j * i % 11 == 7:
                break
            out += j
        else:
            out -= 1
    return out


print(triangle(100))
