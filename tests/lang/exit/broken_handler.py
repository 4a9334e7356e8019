try:
    try: raise ValueError("one")
    finally: raise SystemExit(6)
except ValueError: print("no")
