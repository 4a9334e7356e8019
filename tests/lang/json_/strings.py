# Strings of every width, with every kind of character, out and in again.
import json

TEXTS = ['', 'plain', 'a"b\\c/', '\b\f\n\r\t\x00\x1f\x7f', 'caf\xe9\xff', '\u0100\u4e2d\u2028', '\U0001f600x', '\ud800',
         '\udc00\ud800', 'mixed \x7f\x80 \u20ac "q" \U00010000\n', 'x' * 100, '"' * 70, '\xe9' * 70, '\u4e2d' * 70 + '\n',
         '\U0001f600' * 40 + '"']
for text in TEXTS:
    ascii_form, wide_form = json.dumps(text), json.dumps(text, ensure_ascii=False)
    print(ascii_form, ascii(wide_form), json.loads(ascii_form) == text or ascii(json.loads(ascii_form)),
          json.loads(wide_form) == text)
print(json.dumps(TEXTS))
print(ascii(json.dumps(TEXTS, ensure_ascii=False)))
print(ascii(json.dumps({t: t for t in TEXTS}, ensure_ascii=False, separators=('\u2192', '\U0001f600'))))
print(ascii(json.dumps({t: t for t in TEXTS}, separators=('\xe9', '\u2192'))))
for bad in ['"\\u12"', '"\\u12g4"', '"\\uD83D\\u12"', '"\\x"', '"\\', '"a', '"\n"', '"\\u00e9\\uD83D\\uDE00\\ud800z"',
            '"\\u00E9\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\u000z"', '"\\u@012"', '"\\u`012"', '"\\uG012"']:
    try:
        print(ascii(json.loads(bad)))
    except ValueError as e:
        print(e)
print(json.dumps([0, -1, 10**18, 2**61, -2**61, 10**30, True, None, 1.5, -0.0, 1e100]))
