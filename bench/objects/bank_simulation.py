"""Events in a bank: customers, counters, accounts, a clock made of a heap."""

import heapq
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class InsufficientFunds(Exception):
    def __init__(self, account, amount):
        super().__init__(f"account {account.number} lacks {amount - account.balance}")
        self.amount = amount


class Account:
    def __init__(self, number, balance=0):
        self.number = number
        self._balance = balance
        self.history = []

    @property
    def balance(self):
        return self._balance

    def deposit(self, amount):
        self._balance += amount
        self.history.append(("deposit", amount))

    def withdraw(self, amount):
        if amount > self._balance:
            raise InsufficientFunds(self, amount)
        self._balance -= amount
        self.history.append(("withdraw", amount))


class SavingsAccount(Account):
    def __init__(self, number, balance=0, rate=3):
        super().__init__(number, balance)
        self.rate = rate

    def withdraw(self, amount):
        super().withdraw(amount + 1)  # with a fee

    def add_interest(self):
        self.deposit(self.balance * self.rate // 100)


class Event:
    def __init__(self, time, serial):
        self.time = time
        self.serial = serial

    def __lt__(self, other):
        return (self.time, self.serial) < (other.time, other.serial)

    def happen(self, bank):
        raise NotImplementedError


class Arrival(Event):
    def __init__(self, time, serial, customer):
        super().__init__(time, serial)
        self.customer = customer

    def happen(self, bank):
        bank.queue.append((self.time, self.customer))
        bank.call_next(self.time)


class Departure(Event):
    def __init__(self, time, serial, customer):
        super().__init__(time, serial)
        self.customer = customer

    def happen(self, bank):
        bank.serve(self.customer)
        bank.free_counters += 1
        bank.call_next(self.time)


class MonthEnd(Event):
    def happen(self, bank):
        for account in bank.accounts.values():
            if isinstance(account, SavingsAccount):
                account.add_interest()


class Bank:
    def __init__(self, counters, customers, seed):
        self.free_counters = counters
        self.queue = []
        self.events = []
        self.serial = 0
        self.state = seed
        self.refused = 0
        self.waited = 0
        self.accounts = {}
        for number in range(customers):
            kind = SavingsAccount if number % 3 == 0 else Account
            self.accounts[number] = kind(number, 1000)

    def random(self, bound):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % bound

    def schedule(self, kind, time, *details):
        self.serial += 1
        heapq.heappush(self.events, kind(time, self.serial, *details))

    def call_next(self, now):
        while self.free_counters and self.queue:
            arrived, customer = self.queue.pop(0)
            self.waited += now - arrived
            self.free_counters -= 1
            self.schedule(Departure, now + 2 + self.random(12), customer)

    def serve(self, customer):
        account = self.accounts[customer]
        action = self.random(3)
        amount = 1 + self.random(400)
        try:
            if action == 0:
                account.deposit(amount)
            elif action == 1:
                account.withdraw(amount)
            else:
                other = self.accounts[self.random(len(self.accounts))]
                account.withdraw(amount)
                other.deposit(amount)
        except InsufficientFunds as error:
            self.refused += 1
            assert error.amount >= amount

    def run(self):
        while self.events:
            heapq.heappop(self.events).happen(self)


def bank_simulation(visits):
    bank = Bank(counters=4, customers=200, seed=5)
    time = 0
    for visit in range(visits):
        time += bank.random(5)
        bank.schedule(Arrival, time, bank.random(200))
        if visit % 1000 == 999:
            bank.schedule(MonthEnd, time)
    bank.run()
    total = sum(account.balance for account in bank.accounts.values())
    entries = sum(len(account.history) for account in bank.accounts.values())
    return bank.refused, bank.waited, total, entries


if __name__ == "__main__":
    measure("bank_simulation", bank_simulation, 40_000,
            expect=(2055, 349483, 730313, 52818),
            small=((4_000,), (264, 27393, 226219, 5188)))
