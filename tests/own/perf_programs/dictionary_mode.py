class Record:
    def __init__(self):
        self.a = 1
        self.b = 2


def read(record):
    total = 0
    for i in range(100):
        total += record.b
    return total


deleted = Record()
del deleted.a
shown = [Record() for i in range(20)]
for record in shown:
    record.__dict__["c"] = 3
large = Record()
for i in range(300):
    setattr(large, f"x{i}", i)
print(read(deleted), read(Record()))
