../../../examples/binary_trees.py 8
