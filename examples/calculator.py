"""A calculator: tokenizer, precedence parser, evaluator.

usage: calculator.py [EXPRESSION ...]

Without arguments evaluates some examples and then one long expression many
times.  Understands + - * / // % ^, parentheses, names, functions, comparison
and assignment.
"""

import math
import sys


class CalculatorError(Exception):
    pass


class Token:
    __slots__ = ("kind", "text", "position")

    def __init__(self, kind, text, position):
        self.kind, self.text, self.position = kind, text, position

    def __repr__(self):
        return f"{self.kind} {self.text!r}"


OPERATORS = ("//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "^", "(", ")", ",", "=", "<", ">")


def tokenize(text):
    at = 0
    while at < len(text):
        c = text[at]
        if c.isspace():
            at += 1
        elif c.isdigit() or (c == "." and text[at + 1:at + 2].isdigit()):
            start = at
            while at < len(text) and (text[at].isdigit() or text[at] == "."):
                at += 1
            yield Token("number", text[start:at], start)
        elif c.isalpha() or c == "_":
            start = at
            while at < len(text) and (text[at].isalnum() or text[at] == "_"):
                at += 1
            yield Token("name", text[start:at], start)
        else:
            for operator in OPERATORS:
                if text.startswith(operator, at):
                    yield Token("operator", operator, at)
                    at += len(operator)
                    break
            else:
                raise CalculatorError(f"what is {c!r} at {at}?")
    yield Token("end", "", at)


class Number:
    def __init__(self, value):
        self.value = value

    def evaluate(self, names):
        return self.value


class Name:
    def __init__(self, name):
        self.name = name

    def evaluate(self, names):
        try:
            return names[self.name]
        except KeyError:
            raise CalculatorError(f"{self.name} has no value") from None


class Unary:
    def __init__(self, operand):
        self.operand = operand

    def evaluate(self, names):
        return -self.operand.evaluate(names)


class Binary:
    FUNCTIONS = {
        "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
        "/": lambda a, b: a / b, "//": lambda a, b: a // b, "%": lambda a, b: a % b,
        "^": lambda a, b: a ** b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
        "<": lambda a, b: a < b, ">": lambda a, b: a > b,
        "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b,
    }

    def __init__(self, operator, left, right):
        self.function = self.FUNCTIONS[operator]
        self.left, self.right = left, right

    def evaluate(self, names):
        try:
            return self.function(self.left.evaluate(names), self.right.evaluate(names))
        except (ZeroDivisionError, OverflowError) as error:
            raise CalculatorError(str(error)) from error


class Call:
    FUNCTIONS = {"sqrt": math.sqrt, "sin": math.sin, "cos": math.cos, "abs": abs, "max": max,
                 "min": min, "round": round, "gcd": math.gcd, "log": math.log}

    def __init__(self, name, arguments):
        if name not in self.FUNCTIONS:
            raise CalculatorError(f"no function {name}")
        self.function, self.arguments = self.FUNCTIONS[name], arguments

    def evaluate(self, names):
        values = [argument.evaluate(names) for argument in self.arguments]
        try:
            return self.function(*values)
        except (ValueError, TypeError) as error:
            raise CalculatorError(str(error)) from error


class Assign:
    def __init__(self, name, value):
        self.name, self.value = name, value

    def evaluate(self, names):
        names[self.name] = result = self.value.evaluate(names)
        return result


class Parser:
    # Operator: how tightly it binds, and whether to the right.
    BINDING = {"==": 1, "!=": 1, "<": 1, ">": 1, "<=": 1, ">=": 1,
               "+": 2, "-": 2, "*": 3, "/": 3, "//": 3, "%": 3, "^": 5}
    UNARY = 4

    def __init__(self, text):
        self.tokens = list(tokenize(text))
        self.at = 0

    @property
    def token(self):
        return self.tokens[self.at]

    def advance(self):
        token = self.token
        self.at += 1
        return token

    def accept(self, text):
        if self.token.kind == "operator" and self.token.text == text:
            self.at += 1
            return True
        return False

    def expect(self, text):
        if not self.accept(text):
            raise CalculatorError(f"expected {text!r} at {self.token.position}")

    def parse(self):
        if self.token.kind == "name" and self.tokens[self.at + 1].text == "=":
            name = self.advance().text
            self.advance()
            tree = Assign(name, self.expression(0))
        else:
            tree = self.expression(0)
        if self.token.kind != "end":
            raise CalculatorError(f"unexpected {self.token} at {self.token.position}")
        return tree

    def expression(self, minimum):
        left = self.operand()
        while self.token.kind == "operator":
            operator = self.token.text
            binding = self.BINDING.get(operator, -1)
            if binding < minimum or binding < 0:
                break
            self.advance()
            right = self.expression(binding if operator == "^" else binding + 1)
            left = Binary(operator, left, right)
        return left

    def operand(self):
        token = self.advance()
        if token.kind == "number":
            try:
                return Number(float(token.text) if "." in token.text else int(token.text))
            except ValueError:
                raise CalculatorError(f"bad number {token.text}") from None
        if token.kind == "name":
            if not self.accept("("):
                return Name(token.text)
            arguments = []
            if not self.accept(")"):
                arguments.append(self.expression(0))
                while self.accept(","):
                    arguments.append(self.expression(0))
                self.expect(")")
            return Call(token.text, arguments)
        if token.text == "-":
            return Unary(self.expression(self.UNARY))
        if token.text == "(":
            inside = self.expression(0)
            self.expect(")")
            return inside
        raise CalculatorError(f"unexpected {token.text or 'end'} at {token.position}")


def calculate(text, names):
    try:
        return str(Parser(text).parse().evaluate(names))
    except CalculatorError as error:
        return f"error: {error}"


EXAMPLES = ["1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-2 ^ 2", "7 // 2 + 7 % 2", "10 / 4", "x = 6",
            "y = x * 7", "x + y", "sqrt(16) + abs(-3)", "max(1, x, y, 5)", "1 < 2", "2 ^ 200",
            "round(sin(1) ^ 2 + cos(1) ^ 2, 12)", "1 / 0", "1 +", "(1", "z + 1", "nope(1)", "3 $ 4",
            "sqrt(-1)", "1.2.3", "gcd(84, 36)", "1 2", ""]


def main():
    names = {"pi": math.pi}
    if len(sys.argv) > 1:
        for text in sys.argv[1:]:
            print(calculate(text, names))
        return
    for text in EXAMPLES:
        print(f"{text} = {calculate(text, names)}")
    long_text = " + ".join(f"(k * {i} - {i}) / (k + {i})" for i in range(1, 50))
    total = 0.0
    for k in range(1, 200):
        names["k"] = k
        total += Parser(long_text).parse().evaluate(names) if k % 4 == 0 else 0.0
    tree = Parser(long_text).parse()
    for k in range(1, 3000):
        names["k"] = k
        total += tree.evaluate(names)
    print(f"total: {total:.6f}")


if __name__ == "__main__":
    main()
