"""A stack machine written in Python, running programs from a small assembler."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


PUSH, LOAD, STORE, ADD, SUBTRACT, MULTIPLY, MODULO, LESS, JUMP, JUMP_IF_FALSE, CALL, RETURN, \
    DUPLICATE, POP, HALT = range(15)
NAMES = {
    "push": PUSH, "load": LOAD, "store": STORE, "add": ADD, "sub": SUBTRACT, "mul": MULTIPLY,
    "mod": MODULO, "less": LESS, "jump": JUMP, "jump_if_false": JUMP_IF_FALSE, "call": CALL,
    "return": RETURN, "dup": DUPLICATE, "pop": POP, "halt": HALT,
}

SUM_OF_SQUARES = """
    push 0
    store total
    push 0
    store i
loop:
    load i
    push {n}
    less
    jump_if_false done
    load total
    load i
    dup
    mul
    add
    push 1000003
    mod
    store total
    load i
    push 1
    add
    store i
    jump loop
done:
    load total
    halt
"""

FIBONACCI = """
    push {n}
    call fib
    halt
fib:
    store n
    load n
    push 2
    less
    jump_if_false recurse
    load n
    return
recurse:
    load n
    push 1
    sub
    call fib
    load n
    push 2
    sub
    call fib
    add
    return
"""


def assemble(source):
    """A list of (operation, argument); labels become positions."""
    labels = {}
    lines = []
    for line in source.splitlines():
        line = line.strip()
        if not line:
            continue
        if line.endswith(":"):
            labels[line[:-1]] = len(lines)
        else:
            lines.append(line.split())
    code = []
    for words in lines:
        argument = None
        if len(words) > 1:
            argument = words[1]
            if argument in labels:
                argument = labels[argument]
            elif argument.lstrip("-").isdigit():
                argument = int(argument)
        code.append((NAMES[words[0]], argument))
    return code


class Frame:
    __slots__ = ("caller", "resume_at", "names")

    def __init__(self, caller, resume_at):
        self.caller = caller
        self.resume_at = resume_at
        self.names = {}


class Machine:
    def __init__(self, code):
        self.code = code
        self.stack = []
        self.frame = Frame(None, 0)
        self.executed = 0

    def run(self):
        code = self.code
        stack = self.stack
        push = stack.append
        pop = stack.pop
        position = 0
        while True:
            operation, argument = code[position]
            position += 1
            self.executed += 1
            if operation == PUSH:
                push(argument)
            elif operation == LOAD:
                push(self.frame.names[argument])
            elif operation == STORE:
                self.frame.names[argument] = pop()
            elif operation == ADD:
                right = pop()
                push(pop() + right)
            elif operation == SUBTRACT:
                right = pop()
                push(pop() - right)
            elif operation == MULTIPLY:
                right = pop()
                push(pop() * right)
            elif operation == MODULO:
                right = pop()
                push(pop() % right)
            elif operation == LESS:
                right = pop()
                push(pop() < right)
            elif operation == JUMP:
                position = argument
            elif operation == JUMP_IF_FALSE:
                if not pop():
                    position = argument
            elif operation == CALL:
                self.frame = Frame(self.frame, position)
                position = argument
            elif operation == RETURN:
                position = self.frame.resume_at
                self.frame = self.frame.caller
            elif operation == DUPLICATE:
                push(stack[-1])
            elif operation == POP:
                pop()
            elif operation == HALT:
                return pop()
            else:
                raise ValueError(f"unknown operation {operation}")


def bytecode_interpreter(n, depth):
    loop = Machine(assemble(SUM_OF_SQUARES.format(n=n)))
    recursion = Machine(assemble(FIBONACCI.format(n=depth)))
    return loop.run(), recursion.run(), loop.executed + recursion.executed


if __name__ == "__main__":
    measure("bytecode_interpreter", bytecode_interpreter, 100_000, 22,
            expect=(368001, 17711, 2330452),
            small=((10_000, 14), (335154, 377, 183418)))
