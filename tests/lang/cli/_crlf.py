print("crlf")
if True:
    print("indented")
x = """a
b"""
print(repr(x))
