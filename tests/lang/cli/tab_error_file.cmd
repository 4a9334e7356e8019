_bad_tabs.py
