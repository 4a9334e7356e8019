import warnings
for s in ["0xfor x", "1if 1else 2", "0b1or 2", "1in [1]", "0o7and 3", "1.5or 2", "1jor 2", "1or 2", "[0x1for x in (1,)]", "0_7or 3", "1is 1", "1not in [2]","1_0_", "0xfand 3","0b12","1e5or 3","1.if 1else 3"]:
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try: print(s, eval(s))
        except SyntaxError as e: print(s, e, e.lineno, e.offset, e.end_lineno, e.end_offset)
        for x in w: print('   ', x.category.__name__, x.message, x.filename, x.lineno)
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        try: print(s, eval(s))
        except SyntaxError as e: print(s, e, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text)
        except Warning as e: print("W", e)
