_bad_cookie.py
