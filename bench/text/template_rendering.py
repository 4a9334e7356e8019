"""A template engine: parses {{ }}, {% for %}, {% if %} and filters, renders pages."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


FILTERS = {
    "upper": str.upper,
    "title": str.title,
    "money": lambda value: "{:,.2f}".format(value),
    "escape": lambda value: str(value).replace("&", "&amp;").replace("<", "&lt;")
                                      .replace(">", "&gt;"),
    "length": len,
}

PAGE = """<html><head><title>{{ title|upper }}</title></head>
<body>
<h1>{{ title|escape }}</h1>
{% if user.name %}<p>Hello, {{ user.name|title }}!</p>{% else %}<p>Log in</p>{% endif %}
<table>
{% for item in items %}<tr class="row">
  <td>{{ item.name|escape }}</td><td>{{ item.price|money }}</td>
  <td>{% for tag in item.tags %}<b>{{ tag }}</b> {% endfor %}</td>
  {% if item.sale %}<td>now only {{ item.price|money }}!</td>{% endif %}
</tr>
{% endfor %}</table>
<p>{{ items|length }} items</p>
</body></html>
"""


class Text:
    def __init__(self, text):
        self.text = text

    def render(self, context, out):
        out.append(self.text)


def lookup(path, context):
    value = context
    for part in path:
        if isinstance(value, dict):
            value = value.get(part, "")
        else:
            value = getattr(value, part, "")
    return value


class Expression:
    def __init__(self, source):
        path, *filters = [part.strip() for part in source.split("|")]
        self.path = path.split(".")
        self.filters = [FILTERS[name] for name in filters]

    def value(self, context):
        value = lookup(self.path, context)
        for apply in self.filters:
            value = apply(value)
        return value

    def render(self, context, out):
        out.append(str(self.value(context)))


class For:
    def __init__(self, name, expression, body):
        self.name = name
        self.expression = expression
        self.body = body

    def render(self, context, out):
        inner = dict(context)
        for item in self.expression.value(context):
            inner[self.name] = item
            for node in self.body:
                node.render(inner, out)


class If:
    def __init__(self, expression, body, otherwise):
        self.expression = expression
        self.body = body
        self.otherwise = otherwise

    def render(self, context, out):
        for node in self.body if self.expression.value(context) else self.otherwise:
            node.render(context, out)


def split_template(source):
    position = 0
    while True:
        start = source.find("{", position)
        while start >= 0 and source[start + 1:start + 2] not in ("{", "%"):
            start = source.find("{", start + 1)
        if start < 0:
            yield "text", source[position:]
            return
        if start > position:
            yield "text", source[position:start]
        kind, close = ("value", "}}") if source[start + 1] == "{" else ("tag", "%}")
        end = source.index(close, start)
        yield kind, source[start + 2:end].strip()
        position = end + 2


def parse(parts, ends):
    """Nodes up to a tag of ends, and that tag."""
    nodes = []
    for kind, content in parts:
        if kind == "text":
            nodes.append(Text(content))
        elif kind == "value":
            nodes.append(Expression(content))
        elif content in ends:
            return nodes, content
        elif content.startswith("for "):
            _, name, _, source = content.split()
            body, _ = parse(parts, ("endfor",))
            nodes.append(For(name, Expression(source), body))
        elif content.startswith("if "):
            body, end = parse(parts, ("else", "endif"))
            otherwise = parse(parts, ("endif",))[0] if end == "else" else []
            nodes.append(If(Expression(content[3:]), body, otherwise))
        else:
            raise SyntaxError(f"unknown tag {content!r}")
    return nodes, None


def render(nodes, context):
    out = []
    for node in nodes:
        node.render(context, out)
    return "".join(out)


class Item:
    def __init__(self, number):
        self.name = "thing <%d>" % number
        self.price = number * 123.456
        self.tags = ["new", "old", "rare"][:number % 4]
        self.sale = number % 3 == 0


def template_rendering(pages, items):
    stock = [Item(i) for i in range(items)]
    length = 0
    for page in range(pages):
        nodes, _ = parse(split_template(PAGE), ())
        context = {"title": "Page <%d>" % page, "items": stock,
                   "user": {"name": "jane doe" if page % 2 else ""}}
        text = render(nodes, context)
        length += len(text)
    return length, text.count("<b>"), text[19:28]


if __name__ == "__main__":
    measure("template_rendering", template_rendering, 240, 300,
            expect=(7973300, 450, "PAGE <239"),
            small=((10, 100), (110210, 150, "PAGE <9><")))
