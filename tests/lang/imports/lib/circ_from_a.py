from circ_from_b import b
a = 1
