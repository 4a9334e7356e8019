_bad_syntax.py
