_bad_indent.py
