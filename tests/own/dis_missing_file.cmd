dis no_such_file.py
