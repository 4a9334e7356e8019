# A state of 64 bits becomes a raw word in front of a loop over enumerate(), whose iterator is virtual there.


def mix(state, value):
    return (state * 31 + int.from_bytes(repr(value).encode(), "little")) & 0xFFFFFFFFFFFFFFFF


def total(rounds):
    state = 0
    number = 0
    items = [0, 0, 5, 7]
    for i in range(rounds):
        number += i
        for j, item in enumerate(items):
            try:
                number = 0
            except ValueError:
                pass
            finally:
                state = mix(state, item + j)
    return state, number


def raw(rounds):
    number = 0
    for i in range(rounds):
        number += i
        for j, item in enumerate([0, 0, 5, 7]):
            try:
                number = 0
            finally:
                number = 0 + int.from_bytes(repr(0).encode(), "little")
    return number


for k in range(3):
    print(total(200), raw(200))
