"""An attribute comes from the class, then the instance, then a property, then nowhere."""


class Box:
    size = 5


def loop(rounds):
    box = Box()
    out = []
    total = 0
    for i in range(rounds):
        if i == 500:
            Box.size = 6
        if i == 1000:
            box.size = 70
        if i == 1500:
            Box.size = property(lambda self: 800)
        if i == 2000:
            del Box.size
        if i == 2500:
            del box.size
        try:
            total += box.size
        except AttributeError as e:
            total += 1
            message = str(e)
        if i % 250 == 249:
            out.append(total)
    Box.size = 5
    return out, message


print(loop(3000))
print(loop(3000))
