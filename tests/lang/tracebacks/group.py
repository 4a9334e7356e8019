def make(n):
    try: raise ValueError(n)
    except ValueError as e: return e
raise ExceptionGroup("several", [make(1), ExceptionGroup("nested", [make(2), TypeError("no tb")]), make(3)])
