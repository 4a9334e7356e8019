"""A JSON parser and printer, written out by hand.

usage: json_parser.py [FILE | RECORDS]

Given a file, parses it and prints it indented.  Otherwise makes a document of
so many records, parses it, checks it and prints some facts about it.
"""

import os
import sys


class JsonError(ValueError):
    def __init__(self, message, text, position):
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        super().__init__(f"{message} at line {line}, column {column}")


class Parser:
    ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
    WORDS = {"true": True, "false": False, "null": None}

    def __init__(self, text):
        self.text = text
        self.at = 0

    def error(self, message):
        return JsonError(message, self.text, self.at)

    def peek(self):
        return self.text[self.at] if self.at < len(self.text) else ""

    def skip_blanks(self):
        text, at = self.text, self.at
        while at < len(text) and text[at] in " \t\n\r":
            at += 1
        self.at = at

    def expect(self, character):
        if self.peek() != character:
            found = repr(self.peek()) if self.peek() else "the end"
            raise self.error(f"expected {character!r}, found {found}")
        self.at += 1

    def parse(self):
        value = self.value()
        self.skip_blanks()
        if self.at != len(self.text):
            raise self.error("unexpected text after the value")
        return value

    def value(self):
        self.skip_blanks()
        c = self.peek()
        if c == "{":
            return self.object()
        if c == "[":
            return self.array()
        if c == '"':
            return self.string()
        if c == "-" or c.isdigit():
            return self.number()
        for word, value in self.WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        raise self.error("expected a value")

    def object(self):
        result = {}
        self.expect("{")
        self.skip_blanks()
        if self.peek() == "}":
            self.at += 1
            return result
        while True:
            self.skip_blanks()
            key = self.string()
            self.skip_blanks()
            self.expect(":")
            result[key] = self.value()
            self.skip_blanks()
            if self.peek() != ",":
                break
            self.at += 1
        self.expect("}")
        return result

    def array(self):
        result = []
        self.expect("[")
        self.skip_blanks()
        if self.peek() == "]":
            self.at += 1
            return result
        while True:
            result.append(self.value())
            self.skip_blanks()
            if self.peek() != ",":
                break
            self.at += 1
        self.expect("]")
        return result

    def string(self):
        self.expect('"')
        parts = []
        text = self.text
        start = at = self.at
        while True:
            if at >= len(text):
                raise self.error("unterminated string")
            c = text[at]
            if c == '"':
                parts.append(text[start:at])
                self.at = at + 1
                return "".join(parts)
            if c == "\\":
                parts.append(text[start:at])
                self.at = at + 1
                parts.append(self.escape())
                start = at = self.at
            elif c < " ":
                self.at = at
                raise self.error("control character in string")
            else:
                at += 1

    def escape(self):
        c = self.peek()
        self.at += 1
        if c == "u":
            code = self.hex4()
            if 0xD800 <= code < 0xDC00 and self.text.startswith("\\u", self.at):
                self.at += 2
                code = 0x10000 + (code - 0xD800 << 10) + (self.hex4() - 0xDC00)
            return chr(code)
        if c not in self.ESCAPES:
            raise self.error("bad escape")
        return self.ESCAPES[c]

    def hex4(self):
        digits = self.text[self.at:self.at + 4]
        try:
            code = int(digits, 16)
        except ValueError:
            raise self.error("bad \\u escape") from None
        self.at += 4
        return code

    def number(self):
        text = self.text
        start = at = self.at
        if text[at] == "-":
            at += 1
        while at < len(text) and text[at].isdigit():
            at += 1
        is_float = False
        if at < len(text) and text[at] == ".":
            is_float = True
            at += 1
            while at < len(text) and text[at].isdigit():
                at += 1
        if at < len(text) and text[at] in "eE":
            is_float = True
            at += 1
            if at < len(text) and text[at] in "+-":
                at += 1
            while at < len(text) and text[at].isdigit():
                at += 1
        self.at = at
        try:
            return float(text[start:at]) if is_float else int(text[start:at])
        except ValueError:
            raise self.error("bad number") from None


def quote(text):
    out = ['"']
    for c in text:
        if c in '"\\':
            out.append("\\" + c)
        elif c < " ":
            out.append({"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(c, f"\\u{ord(c):04x}"))
        else:
            out.append(c)
    out.append('"')
    return "".join(out)


def dump(value, indent=None, level=0):
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, dict):
        opening, closing = "{}"
        parts = [quote(k) + ": " + dump(v, indent, level + 1) for k, v in value.items()]
    else:
        opening, closing = "[]"
        parts = [dump(v, indent, level + 1) for v in value]
    if not parts:
        return opening + closing
    if indent is None:
        return opening + ", ".join(parts) + closing
    pad = "\n" + " " * indent * (level + 1)
    return opening + pad + ("," + pad).join(parts) + "\n" + " " * indent * level + closing


def make_document(records):
    items = []
    for i in range(records):
        items.append({
            "id": i, "name": f"item {i}", "price": i * 1.25, "ratio": i / 7,
            "tags": ["new", "größe", 'quo"ted\n'][:i % 4], "in stock": i % 3 == 0,
            "parent": None if i % 5 else {"id": i // 5, "path": [i, i // 5, -i]},
        })
    return {"version": 1, "items": items, "empty": {}, "none": []}


def main():
    argument = sys.argv[1] if len(sys.argv) > 1 else "5000"
    if os.path.exists(argument):
        with open(argument, encoding="utf-8") as file:
            try:
                print(dump(Parser(file.read()).parse(), indent=2))
            except JsonError as error:
                sys.exit(f"{argument}: {error}")
        return
    document = make_document(int(argument))
    text = dump(document, indent=1)
    parsed = Parser(text).parse()
    print(f"{len(text)} characters, {len(parsed['items'])} items")
    print("round trip:", "equal" if parsed == document else "DIFFERENT")
    print("total price:", sum(item["price"] for item in parsed["items"]))
    print("last item:", dump(parsed["items"][-1]))
    for bad in ('{"a" 1}', "[1, 2", '"abc', "[1,\n 2,\n x]", '"\\q"', "{} x", "-"):
        try:
            Parser(bad).parse()
        except JsonError as error:
            print(f"{bad!r}: {error}")


if __name__ == "__main__":
    main()
