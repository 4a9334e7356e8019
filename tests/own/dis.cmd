dis _hello.py
