# Objects that compiled code would not have to make, found by others in its frames: by
# super(), which takes the instance from there, and by locals().


class Base:
    def __init__(self, x):
        self.x = x


class Derived(Base):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
        self.z = self.x + self.y


def constructors(n):
    total = 0
    for i in range(n):
        d = Derived(i, i + 1)
        total += d.x + d.z
    return total


def snapshots(n):
    same = 0
    for i in range(n):
        point = Base(i)
        pair = (point, i)
        if i % 50 == 0:
            found = locals()
            found["point"].seen = i
            same += found["point"] is point and found["pair"][0] is point and point.seen == i
    return same


for _ in range(60):
    result = constructors(100), snapshots(200)
print(result)
