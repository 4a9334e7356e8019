for n, length, order, signed in ((0, 1, "big", False), (0, 0, "big", False), (255, 1, "big", False), (256, 2, "big", False), (256, 2, "little", False),
                                 (-1, 1, "big", True), (-128, 1, "little", True), (127, 1, "big", True), (2**64 - 1, 8, "little", False),
                                 (-2**63, 8, "big", True), (2**100, 16, "big", False), (-2**100, 16, "little", True), (1, 10, "little", True)):
    b = n.to_bytes(length, order, signed=signed)
    print(n, b, int.from_bytes(b, order, signed=signed) == n)
for args, kw in (((256,), {}), ):
    pass
for expr in ("(256).to_bytes(1, 'big')", "(-1).to_bytes(1, 'big')", "(128).to_bytes(1, 'big', signed=True)", "(-129).to_bytes(1, 'little', signed=True)",
             "(1).to_bytes(-1, 'big')", "(1).to_bytes(1, 'middle')", "(1).to_bytes()", "(1).to_bytes(2)", "(1).to_bytes(byteorder='little', length=3)",
             "(2**64).to_bytes(8, 'big')", "int.from_bytes(b'', 'big')", "int.from_bytes(b'\\xff')", "int.from_bytes([1, 2, 255], 'big')",
             "int.from_bytes([256], 'big')", "int.from_bytes('ab', 'big')", "int.from_bytes(b'\\x80\\x00', 'big', signed=True)",
             "int.from_bytes(bytearray(b'\\x01\\x02'), byteorder='little')", "int.from_bytes(5, 'big')", "int.from_bytes(b'a', 'BIG')",
             "bool.from_bytes(b'\\x01', 'big')", "bool.from_bytes(b'\\x00', 'big')"):
    try:
        print(expr, eval(expr))
    except Exception as e:
        print(expr, type(e).__name__, e)
