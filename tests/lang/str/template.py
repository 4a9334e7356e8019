import string
print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable))
t = string.Template("$name is ${age}y $$5 ${name}x $other")
print(t.safe_substitute(name="Bo", age=3), t.safe_substitute({"name": "Al"}))
try:
    t.substitute(name="Bo", age=3)
except KeyError as e:
    print("KeyError", e)
try:
    string.Template("bad $ here").substitute()
except ValueError as e:
    print(e)
print(string.capwords("hello  big world"), string.capwords("a-b-c", "-"))
f = string.Formatter()
print(f.format("{0} {x!r:>5}", 1, x="a"), list(f.parse("a{b!r:c}d{{e}}{}")))
class Up(string.Formatter):
    def convert_field(self, value, conversion):
        if conversion == "u":
            return str(value).upper()
        return super().convert_field(value, conversion)
    def get_value(self, key, args, kwargs):
        return kwargs.get(key, f"<{key}>") if isinstance(key, str) else super().get_value(key, args, kwargs)
print(Up().format("{0!u} {missing} {a}", "shout", a=1))
