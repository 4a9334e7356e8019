_crlf.py
