from fractions import Fraction
class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    @classmethod
    def identity(cls, n): return cls([[int(i == j) for j in range(n)] for i in range(n)])
    def __matmul__(self, o): return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __pow__(self, n):
        r, b = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1: r = r @ b
            b, n = b @ b, n >> 1
        return r
    def __add__(self, o): return Matrix([[a + b for a, b in zip(x, y)] for x, y in zip(self.rows, o.rows)])
    def __mul__(self, k): return Matrix([[v * k for v in r] for r in self.rows])
    __rmul__ = __mul__
    def __getitem__(self, ij): return self.rows[ij[0]][ij[1]] if isinstance(ij, tuple) else self.rows[ij]
    def __eq__(self, o): return self.rows == o.rows
    def __repr__(self): return "\n".join(" ".join(f"{v!s:>6}" for v in r) for r in self.rows)
    @property
    def T(self): return Matrix(zip(*self.rows))
    def det(self):
        m, d, n = [[Fraction(v) for v in r] for r in self.rows], Fraction(1), len(self.rows)
        for i in range(n):
            p = next((r for r in range(i, n) if m[r][i]), None)
            if p is None: return Fraction(0)
            if p != i: m[i], m[p], d = m[p], m[i], -d
            d *= m[i][i]
            for r in range(i + 1, n):
                f = m[r][i] / m[i][i]; m[r] = [x - f * y for x, y in zip(m[r], m[i])]
        return d
a = Matrix([[1, 2], [3, 4]]); print(a @ a, a ** 10, 2 * a + a, a.T, a[1, 0], a[0], a.det(), Matrix([[0, 2, 1], [1, 0, 3], [4, 5, 6]]).det(), a == Matrix([[1, 2], [3, 4]]), sep="\n")
print((Matrix([[1, 1], [1, 0]]) ** 100)[0, 1], Matrix([[Fraction(1, i + j + 1) for j in range(5)] for i in range(5)]).det())
