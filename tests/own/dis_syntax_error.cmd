dis _bad.py
