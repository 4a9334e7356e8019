_bad_string.py
