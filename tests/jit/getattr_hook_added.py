"""__getattr__, __getattribute__ and __setattr__ appear on a class while loops use its instances."""


class Plain:
    def __init__(self):
        self.x = 1


def loop(rounds):
    p = Plain()
    total = 0
    log = []
    for i in range(rounds):
        if i == 800:
            Plain.__getattr__ = lambda self, name: len(name)
        if i == 1000:
            del p.x
        if i == 1200:
            p.x = 50
        if i == 1400:
            Plain.__getattribute__ = lambda self, name: 7
        if i == 1600:
            del Plain.__getattribute__
        if i == 1700:
            Plain.__setattr__ = lambda self, name, value: log.append((name, value))
        if i == 1800:
            del Plain.__setattr__, Plain.__getattr__
        total += p.x
        p.x = p.x if i < 1690 else 3
        if i % 200 == 199:
            log.append(total)
    return log[:6], len(log), log[-3:], p.x


print(loop(2000))
print(loop(2000))
