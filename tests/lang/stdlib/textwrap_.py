import textwrap
t = "The quick brown fox jumped over the lazy dog. A verylongwordthatcannotfit in here, hyphen-ated words — and dashes."
print(textwrap.wrap(t, 20), textwrap.fill(t, 30), textwrap.shorten(t, 40), textwrap.shorten(t, 20, placeholder="~"), textwrap.dedent("   a\n     b\n   c\n"), textwrap.indent("a\n\nb\n", "> "), textwrap.indent("a\nb", "* ", lambda l: "b" in l), textwrap.wrap(t, 10, break_long_words=False), textwrap.fill("para one", 5, initial_indent="* ", subsequent_indent="  "), textwrap.wrap("", 5), textwrap.wrap(t, 25, max_lines=2), textwrap.wrap("a\tb  c", 80, expand_tabs=False), textwrap.dedent("\ta\n\t\tb"), textwrap.wrap("x" * 25, 10), textwrap.wrap(t, 30, break_on_hyphens=False)[2:], sep="\n")
try: textwrap.wrap(t, 0)
except ValueError as e: print(e)
