print("before")
s = """never closed
more
