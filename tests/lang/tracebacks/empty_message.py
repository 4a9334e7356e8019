class Silent(Exception):
    def __str__(self): return ""
try:
    raise Silent("hidden")
except Silent:
    raise KeyError
