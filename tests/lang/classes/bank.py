class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}"); self.need, self.have = need, have
class Account:
    _next = 1
    def __init__(self, owner, balance=0): self.owner, self._balance, self.id = owner, balance, Account._next; Account._next += 1; self.log = []
    @property
    def balance(self): return self._balance
    def deposit(self, n):
        if n <= 0: raise ValueError("amount must be positive")
        self._balance += n; self.log.append(("d", n)); return self
    def withdraw(self, n):
        if n > self._balance: raise InsufficientFunds(n, self._balance)
        self._balance -= n; self.log.append(("w", n)); return self
    def __repr__(self): return f"{type(self).__name__}({self.owner!r}, {self._balance})"
    def __lt__(self, o): return self._balance < o._balance
    def __eq__(self, o): return isinstance(o, Account) and self.id == o.id
    def __hash__(self): return hash(self.id)
    def __iadd__(self, n): return self.deposit(n)
    def __bool__(self): return self._balance > 0
class Savings(Account):
    rate = 0.05
    def interest(self): return self.deposit(int(self._balance * self.rate))
    def withdraw(self, n):
        if n > 100: raise ValueError("limit")
        return super().withdraw(n)
a, s = Account("ann", 50), Savings("sam", 200)
a += 25; s.interest().withdraw(60); print(a, s, sorted([s, a]), max(a, s), a == s, len({a, s, a}), bool(Account("x")), a.id, s.id, a.log, s.log)
for f in (lambda: a.withdraw(1000), lambda: s.withdraw(101), lambda: a.deposit(-5), lambda: setattr(a, "balance", 5)):
    try: f()
    except InsufficientFunds as e: print("IF", e, e.need - e.have)
    except (ValueError, AttributeError) as e: print(type(e).__name__, e)
