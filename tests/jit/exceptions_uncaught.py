"""An exception that nothing catches ends a hot loop, the program, and shows the way."""


class Account:
    def __init__(self):
        self.balance = 100

    def take(self, amount):
        if amount > self.balance:
            raise RuntimeError("not enough: %d" % self.balance)
        self.balance -= amount


def spend(account, rounds):
    for i in range(rounds):
        try:
            account.take(1)
            account.balance += i < 1500
        finally:
            account.last = i


account = Account()
print("starts")
spend(account, 5000)
print("never")
