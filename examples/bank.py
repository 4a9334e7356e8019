"""A bank for a year: accounts with rules, transfers, interest, a ledger.

usage: bank.py [DAYS]

Money is kept in cents, as integers.  At the end the books must balance.
"""

import sys
from collections import Counter
from functools import total_ordering


class BankError(Exception):
    """Base of everything that the bank refuses."""


class InsufficientFunds(BankError):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} needs {money(amount - account.available)} more")
        self.missing = amount - account.available


class AccountClosed(BankError):
    pass


def money(cents):
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02}"


class Random:
    """The minimal standard generator: the same sequence everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = self.state * 16807 % 2147483647
        return self.state % n

    def choice(self, items):
        return items[self.below(len(items))]


@total_ordering
class Account:
    kinds = {}
    kind = "account"

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        Account.kinds[cls.kind] = cls

    def __init__(self, number, owner, balance=0):
        self.number = number
        self.owner = owner
        self.balance = balance
        self.is_open = True
        self.history = []

    @property
    def available(self):
        return self.balance

    def record(self, what, amount):
        self.balance += amount
        self.history.append((what, amount, self.balance))

    def deposit(self, amount, what="deposit"):
        if not self.is_open:
            raise AccountClosed(f"account {self.number} is closed")
        if amount <= 0:
            raise ValueError("the amount must be positive")
        self.record(what, amount)

    def withdraw(self, amount, what="withdrawal"):
        if not self.is_open:
            raise AccountClosed(f"account {self.number} is closed")
        if amount > self.available:
            raise InsufficientFunds(self, amount)
        self.record(what, -amount)

    def end_of_month(self):
        """Interest and fees; returns what the bank pays (or takes)."""
        return 0

    def __eq__(self, other):
        return isinstance(other, Account) and self.number == other.number

    def __lt__(self, other):
        return (self.balance, self.number) < (other.balance, other.number)

    def __hash__(self):
        return hash(self.number)

    def __repr__(self):
        return f"<{self.kind} {self.number} of {self.owner}: {money(self.balance)}>"


class Checking(Account):
    kind = "checking"
    overdraft = 50_00
    fee = 3_00

    @property
    def available(self):
        return self.balance + self.overdraft

    def end_of_month(self):
        if self.balance < 0:
            self.record("overdraft fee", -self.fee)
            return -self.fee
        return 0


class Savings(Account):
    kind = "savings"
    yearly_rate = 0.03
    free_withdrawals = 3

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.withdrawals = 0

    def withdraw(self, amount, what="withdrawal"):
        if self.withdrawals >= self.free_withdrawals:
            raise BankError(f"{self.owner} has no free withdrawals left")
        super().withdraw(amount, what)
        self.withdrawals += 1

    def end_of_month(self):
        self.withdrawals = 0
        interest = int(self.balance * self.yearly_rate / 12)
        if interest > 0:
            self.record("interest", interest)
        return max(interest, 0)


class Premium(Savings, Checking):
    kind = "premium"
    yearly_rate = 0.04
    overdraft = 500_00

    def end_of_month(self):
        return super().end_of_month() + Checking.end_of_month(self)


class Bank:
    def __init__(self, seed):
        self.random = Random(seed)
        self.accounts = {}
        self.paid_in = 0
        self.paid_out = 0
        self.interest = 0
        self.refused = Counter()

    def open(self, kind, owner, amount):
        number = 1000 + len(self.accounts)
        account = Account.kinds[kind](number, owner, 0)
        self.accounts[number] = account
        if amount:
            account.deposit(amount, "opening")
            self.paid_in += amount
        return account

    def transfer(self, source, target, amount):
        source.withdraw(amount, f"to {target.number}")
        try:
            target.deposit(amount, f"from {source.number}")
        except BankError:
            source.record("returned", amount)
            raise

    def one_event(self):
        accounts = list(self.accounts.values())
        event = self.random.below(10)
        account = self.random.choice(accounts)
        amount = (self.random.below(200) + 1) * 25
        if event < 3:
            account.deposit(amount)
            self.paid_in += amount
        elif event < 6:
            account.withdraw(amount)
            self.paid_out += amount
        elif event < 9:
            self.transfer(account, self.random.choice(accounts), amount)
        elif self.random.below(40) == 0 and account.balance >= 0:
            account.is_open = False

    def day(self):
        for _ in range(60):
            try:
                self.one_event()
            except BankError as error:
                self.refused[type(error).__name__] += 1

    def month_end(self):
        for account in self.accounts.values():
            self.interest += account.end_of_month()

    def check(self):
        total = sum(account.balance for account in self.accounts.values())
        expected = self.paid_in - self.paid_out + self.interest
        if total != expected:
            raise AssertionError(f"books do not balance: {money(total)} and {money(expected)}")
        return total


def main():
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 720
    bank = Bank(7)
    names = ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Frances", "Niklaus"]
    for i, name in enumerate(names * 6):
        bank.open(list(Account.kinds)[i % 3], f"{name} {i // len(names) + 1}", i * 1250)
    for day in range(1, days + 1):
        bank.day()
        if day % 30 == 0:
            bank.month_end()
    print(f"after {days} days the bank holds {money(bank.check())}")
    print(f"in {money(bank.paid_in)}, out {money(bank.paid_out)}, interest {money(bank.interest)}")
    for name, count in sorted(bank.refused.items()):
        print(f"refused, {name}: {count}")
    ranking = sorted(bank.accounts.values(), reverse=True)
    for account in ranking[:3] + ranking[-3:]:
        print(account, "open" if account.is_open else "closed", len(account.history), "entries")
    what, amount, balance = max(ranking[0].history, key=lambda entry: entry[1])
    print(f"biggest entry of {ranking[0].owner}: {what}, {money(amount)}, leaving {money(balance)}")


if __name__ == "__main__":
    main()
