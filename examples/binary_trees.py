"""Builds and drops many binary trees: a measure of allocation and collection.

usage: binary_trees.py [DEPTH]

One big tree lives through the whole run while many small ones come and go, as
in a program with a long-lived data structure and much temporary work.
"""

import sys


class Tree:
    __slots__ = ("left", "right")

    def __init__(self, left=None, right=None):
        self.left = left
        self.right = right

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()

    def depth(self):
        return 0 if self.left is None else 1 + max(self.left.depth(), self.right.depth())


def build(depth):
    if depth == 0:
        return Tree()
    return Tree(build(depth - 1), build(depth - 1))


def main():
    depth = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    shallowest = 4
    deepest = max(shallowest + 2, depth)

    print(f"stretch tree of depth {deepest + 1}\t check: {build(deepest + 1).count()}")
    long_lived = build(deepest)
    for d in range(shallowest, deepest + 1, 2):
        rounds = 1 << (deepest - d + shallowest)
        check = sum(build(d).count() for _ in range(rounds))
        print(f"{rounds}\t trees of depth {d}\t check: {check}")
    print(f"long lived tree of depth {deepest}\t check: {long_lived.count()}")
    if long_lived.depth() != deepest:
        sys.exit("the long lived tree has changed")


if __name__ == "__main__":
    main()
