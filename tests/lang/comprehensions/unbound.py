def f(n):
    try: print([[a for c in (1,)] for b in (1, 2) for a in ((b,), 5)[:n]])
    except NameError as e: print(type(e), e)
    try: return [[a for c in (1,) if n][0] for b in (1, 2) if [a for z in (1,)] for a in (1, 2)]
    except NameError as e: print(type(e), e)
    try: return [z for z in (1,) if q]; q = 1
    except NameError as e: print(type(e), e)
    try: return [z for z in (1,) if q2]; q2 = 1; lambda: q2
    except NameError as e: print(type(e), e)
    try: return [y for z in (1,) for x in y for y in x]
    except NameError as e: print(type(e), e)
print(f(2))
