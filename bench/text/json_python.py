"""JSON written and read by code in Python."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
UNESCAPES = {'"': '"', "\\": "\\", "/": "/", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def encode_string(text):
    parts = ['"']
    for char in text:
        if char in ESCAPES:
            parts.append(ESCAPES[char])
        elif char < " " or char > "~":
            parts.append("\\u%04x" % ord(char))
        else:
            parts.append(char)
    parts.append('"')
    return "".join(parts)


def encode(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return encode_string(value)
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, list):
        return "[" + ", ".join([encode(item) for item in value]) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(encode_string(key) + ": " + encode(item)
                               for key, item in value.items()) + "}"
    raise TypeError(f"cannot encode {type(value).__name__}")


class Decoder:
    def __init__(self, text):
        self.text = text
        self.position = 0

    def error(self, message):
        return ValueError(f"{message} at {self.position}")

    def skip(self):
        text = self.text
        while self.position < len(text) and text[self.position] in " \t\r\n":
            self.position += 1

    def expect(self, char):
        self.skip()
        if self.text[self.position] != char:
            raise self.error(f"expected {char!r}")
        self.position += 1

    def value(self):
        self.skip()
        char = self.text[self.position]
        if char == "{":
            return self.object()
        if char == "[":
            return self.array()
        if char == '"':
            return self.string()
        if char in "-0123456789":
            return self.number()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.position):
                self.position += len(word)
                return value
        raise self.error("unexpected character")

    def object(self):
        self.expect("{")
        result = {}
        self.skip()
        if self.text[self.position] == "}":
            self.position += 1
            return result
        while True:
            self.skip()
            key = self.string()
            self.expect(":")
            result[key] = self.value()
            self.skip()
            char = self.text[self.position]
            self.position += 1
            if char == "}":
                return result
            if char != ",":
                raise self.error("expected ','")

    def array(self):
        self.expect("[")
        result = []
        self.skip()
        if self.text[self.position] == "]":
            self.position += 1
            return result
        while True:
            result.append(self.value())
            self.skip()
            char = self.text[self.position]
            self.position += 1
            if char == "]":
                return result
            if char != ",":
                raise self.error("expected ','")

    def string(self):
        self.expect('"')
        parts = []
        text = self.text
        start = position = self.position
        while True:
            char = text[position]
            if char == '"':
                parts.append(text[start:position])
                self.position = position + 1
                return "".join(parts)
            if char == "\\":
                parts.append(text[start:position])
                char = text[position + 1]
                if char == "u":
                    parts.append(chr(int(text[position + 2:position + 6], 16)))
                    position += 6
                else:
                    parts.append(UNESCAPES[char])
                    position += 2
                start = position
            else:
                position += 1

    def number(self):
        start = self.position
        text = self.text
        while self.position < len(text) and text[self.position] in "+-.eE0123456789":
            self.position += 1
        digits = text[start:self.position]
        try:
            return int(digits)
        except ValueError:
            return float(digits)


def make_document(count):
    return {
        "title": "A catalogue",
        "items": [{
            "id": i,
            "name": "item number %d" % i,
            "price": i * 1.25 + 0.1,
            "tags": ["red", "größe", 'with "quotes"', "back\\slash"][:i % 5],
            "stock": {"here": i % 7, "there": -i, "ordered": i % 2 == 0},
            "note": None if i % 3 else "line one\nline two",
        } for i in range(count)],
    }


def json_python(count):
    document = make_document(count)
    text = encode(document)
    decoder = Decoder(text)
    again = decoder.value()
    assert again == document
    assert decoder.position == len(text)
    return len(text), encode(again) == text, text.count("u00f6")


if __name__ == "__main__":
    measure("json_python", json_python, 6_000,
            expect=(1029816, True, 3600),
            small=((300,), (50116, True, 180)))
