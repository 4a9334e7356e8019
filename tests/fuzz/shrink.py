"""Makes a program smaller while something about it stays true: delta debugging (Zeller and
Hildebrandt 2002) over the syntax tree, statements first, then expressions.

Each step changes one node, writes the tree as text and asks; what is refused is taken back.  It
ends when a whole round changes nothing or the time is over.
"""

import ast
import time
import warnings

BODIES = "body", "orelse", "finalbody", "handlers", "cases"


class Shrinker:
    """holds(text): whether the program is still interesting."""

    def __init__(self, text, holds, seconds):
        self.tree = ast.parse(text)
        self.holds = holds
        self.end = time.monotonic() + seconds
        self.best = text

    def accepted(self):
        """Whether the tree as it is now will do; remembers its text."""
        if time.monotonic() > self.end:
            return False
        try:
            text = ast.unparse(self.tree) + "\n"
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(text, "shrunk", "exec")
        except (SyntaxError, ValueError, AttributeError, TypeError):
            return False
        if not self.holds(text):
            return False
        self.best = text
        return True

    def run(self):
        if not self.accepted():
            return self.best
        size = None
        while size != len(self.best) and time.monotonic() < self.end:
            size = len(self.best)
            self.statements(self.tree)
            self.unwrap(self.tree)
            self.expressions()
        return self.best

    def statements(self, node):
        """Deletes runs of statements, long ones first, then goes into what is left."""
        for field in BODIES:
            items = getattr(node, field, None)
            if isinstance(items, list) and items:
                self.shorten(node, field)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.stmt, ast.excepthandler, ast.match_case)):
                self.statements(child)

    def shorten(self, node, field):
        items = getattr(node, field)
        size = len(items)
        while size >= 1:
            start = 0
            while start < len(items):
                rest = items[:start] + items[start + size:]
                if not rest and field == "body":
                    rest = [ast.Pass()] if not isinstance(node, ast.Module) else []
                if len(rest) == len(items) and isinstance(items[0], ast.Pass):
                    break
                setattr(node, field, rest)
                if self.accepted():
                    items = rest
                else:
                    setattr(node, field, items)
                    start += size
            size //= 2

    def unwrap(self, node):
        """Puts a block in the place of the statement around it."""
        for field in BODIES:
            items = getattr(node, field, None)
            if not isinstance(items, list):
                continue
            index = 0
            while index < len(items):
                for inner in BODIES[:3]:
                    block = getattr(items[index], inner, None)
                    if not isinstance(block, list) or isinstance(items[index], ast.ExceptHandler):
                        continue
                    before = list(items)
                    items[index:index + 1] = block
                    if self.accepted():
                        break
                    items[:] = before
                else:
                    index += 1
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.stmt, ast.excepthandler, ast.match_case)):
                self.unwrap(child)

    def expressions(self):
        """Puts a part, or a plain constant, in the place of an expression."""
        pending = [self.tree]
        while pending:
            node = pending.pop()
            for field, value in ast.iter_fields(node):
                places = [(value, None)] if isinstance(value, ast.expr) else \
                    [(item, number) for number, item in enumerate(value)] if isinstance(value, list) else []
                for old, number in reversed(places):
                    if isinstance(old, ast.expr) and not isinstance(getattr(old, "ctx", None), (ast.Store, ast.Del)):
                        self.simplify(node, field, number, old)
            pending += ast.iter_child_nodes(node)

    def simplify(self, node, field, number, old):
        if isinstance(old, ast.Constant):
            return
        parts = [part for part in ast.iter_child_nodes(old) if isinstance(part, ast.expr)]
        for new in [ast.Constant(0), *parts]:
            if number is None:
                setattr(node, field, new)
            else:
                getattr(node, field)[number] = new
            if self.accepted():
                if not isinstance(new, ast.Constant):
                    self.simplify(node, field, number, new)
                return
        if number is None:
            setattr(node, field, old)
        else:
            getattr(node, field)[number] = old


def shrink(text, holds, seconds):
    """The smallest program found in the time for which holds(program) is true."""
    return Shrinker(text, holds, seconds).run()
