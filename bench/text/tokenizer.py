"""A hand-written lexer and parser of a small language, character by character."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


KEYWORDS = {"if", "else", "while", "let", "return", "function"}
SYMBOLS = {"==", "!=", "<=", ">=", "&&", "||", "+", "-", "*", "/", "<", ">", "=", "(", ")",
           "{", "}", ",", ";"}

SOURCE = '''
function gcd(a, b) {
    while (b != 0) {      // Euclid
        let rest = a - a / b * b;
        a = b;
        b = rest;
    }
    return a;
}
function area%d(width, height) {
    let text = "a \\"quoted\\" text";
    if (width <= 0 || height <= 0) { return 0; } else { return width * height * 1.5; }
}
let total_%d = gcd(%d, 36) + area%d(3, 4 + (5 - 2) * 7) - 12;
'''


class Token:
    __slots__ = ("kind", "text", "line")

    def __init__(self, kind, text, line):
        self.kind = kind
        self.text = text
        self.line = line


class LexerError(Exception):
    pass


class Lexer:
    def __init__(self, source):
        self.source = source
        self.position = 0
        self.line = 1

    def peek(self, ahead=0):
        index = self.position + ahead
        return self.source[index] if index < len(self.source) else ""

    def skip_blanks(self):
        while True:
            char = self.peek()
            if char == "\n":
                self.line += 1
                self.position += 1
            elif char and char in " \t\r":
                self.position += 1
            elif char == "/" and self.peek(1) == "/":
                while self.peek() not in ("\n", ""):
                    self.position += 1
            else:
                return

    def take_while(self, accept):
        start = self.position
        while self.position < len(self.source) and accept(self.source[self.position]):
            self.position += 1
        return self.source[start:self.position]

    def string(self):
        self.position += 1
        parts = []
        while True:
            char = self.peek()
            if char == "":
                raise LexerError("string without an end")
            self.position += 1
            if char == '"':
                return "".join(parts)
            if char == "\\":
                char = self.peek()
                self.position += 1
            parts.append(char)

    def next_token(self):
        self.skip_blanks()
        char = self.peek()
        line = self.line
        if char == "":
            return Token("end", "", line)
        if char.isalpha() or char == "_":
            text = self.take_while(lambda c: c.isalnum() or c == "_")
            return Token("keyword" if text in KEYWORDS else "name", text, line)
        if char.isdigit():
            return Token("number", self.take_while(lambda c: c.isdigit() or c == "."), line)
        if char == '"':
            return Token("string", self.string(), line)
        for length in (2, 1):
            text = self.source[self.position:self.position + length]
            if text in SYMBOLS:
                self.position += length
                return Token("symbol", text, line)
        raise LexerError(f"line {line}: {char!r}")

    def tokens(self):
        while True:
            token = self.next_token()
            yield token
            if token.kind == "end":
                return


LEVELS = [("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/")]


class ExpressionCounter:
    """Parses each expression between symbols that end one, counting operators."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.position = 0
        self.operators = {}

    def binary(self, level):
        if level == len(LEVELS):
            return self.primary()
        depth = self.binary(level + 1)
        while self.tokens[self.position].text in LEVELS[level]:
            operator = self.tokens[self.position].text
            self.operators[operator] = self.operators.get(operator, 0) + 1
            self.position += 1
            depth = max(depth, self.binary(level + 1)) + 1
        return depth

    def primary(self):
        token = self.tokens[self.position]
        if token.text == "(":
            self.position += 1
            depth = self.binary(0)
            if self.tokens[self.position].text == ")":
                self.position += 1
            return depth + 1
        if token.kind in ("name", "number", "string"):
            self.position += 1
        return 0

    def run(self):
        deepest = 0
        while self.tokens[self.position].kind != "end":
            before = self.position
            deepest = max(deepest, self.binary(0))
            if self.position == before:
                self.position += 1
        return deepest


def tokenizer(copies):
    source = "".join(SOURCE % (i, i, i * 7 + 1, i) for i in range(copies))
    tokens = list(Lexer(source).tokens())
    kinds = {}
    for token in tokens:
        kinds[token.kind] = kinds.get(token.kind, 0) + 1
    counter = ExpressionCounter(tokens)
    deepest = counter.run()
    return sorted(kinds.items()), tokens[-1].line, deepest, sorted(counter.operators.items())


if __name__ == "__main__":
    measure("tokenizer", tokenizer, 1_500,
            expect=([("end", 1), ("keyword", 16500), ("name", 37500), ("number", 19500), ("string", 1500), ("symbol", 82500)],
                    21001, 4,
                    [("!=", 1500), ("*", 6000), ("+", 3000), ("-", 4500), ("/", 1500), ("<=", 3000), ("||", 1500)]),
            small=((60,), ([("end", 1), ("keyword", 660), ("name", 1500), ("number", 780), ("string", 60), ("symbol", 3300)],
                           841, 4,
                           [("!=", 60), ("*", 240), ("+", 120), ("-", 180), ("/", 60), ("<=", 120), ("||", 60)])))
