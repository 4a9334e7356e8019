from circ_from_a import a
b = 2
