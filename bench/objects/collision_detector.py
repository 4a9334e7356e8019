"""Balls in a box: movement, a grid of cells to find neighbours, elastic impacts."""

import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Ball:
    def __init__(self, number, x, y, vx, vy, radius):
        self.number = number
        self.x = x
        self.y = y
        self.vx = vx
        self.vy = vy
        self.radius = radius

    @property
    def mass(self):
        return self.radius * self.radius

    def move(self, dt, width, height):
        self.x += self.vx * dt
        self.y += self.vy * dt
        if self.x < self.radius and self.vx < 0 or self.x > width - self.radius and self.vx > 0:
            self.vx = -self.vx
        if self.y < self.radius and self.vy < 0 or self.y > height - self.radius and self.vy > 0:
            self.vy = -self.vy

    def touches(self, other):
        dx = self.x - other.x
        dy = self.y - other.y
        reach = self.radius + other.radius
        return dx * dx + dy * dy < reach * reach

    def bounce(self, other):
        """Exchanges momentum along the line of the centres, if they approach."""
        dx = self.x - other.x
        dy = self.y - other.y
        square = dx * dx + dy * dy
        approach = (self.vx - other.vx) * dx + (self.vy - other.vy) * dy
        if approach >= 0.0 or square == 0.0:
            return False
        factor = 2.0 * approach / ((self.mass + other.mass) * square)
        self.vx -= factor * other.mass * dx
        self.vy -= factor * other.mass * dy
        other.vx += factor * self.mass * dx
        other.vy += factor * self.mass * dy
        return True

    def energy(self):
        return 0.5 * self.mass * (self.vx ** 2 + self.vy ** 2)


class Grid:
    """Balls by the cell they lie in; a cell is as wide as the largest ball."""

    def __init__(self, cell):
        self.cell = cell
        self.cells = {}

    def fill(self, balls):
        self.cells.clear()
        for ball in balls:
            key = (int(ball.x // self.cell), int(ball.y // self.cell))
            self.cells.setdefault(key, []).append(ball)

    def pairs(self):
        for (cx, cy), members in self.cells.items():
            for i, ball in enumerate(members):
                for other in members[i + 1:]:
                    yield ball, other
            for key in ((cx + 1, cy), (cx - 1, cy + 1), (cx, cy + 1), (cx + 1, cy + 1)):
                neighbours = self.cells.get(key)
                if neighbours:
                    for ball in members:
                        for other in neighbours:
                            yield ball, other


class World:
    def __init__(self, width, height, count):
        self.width = width
        self.height = height
        self.balls = []
        self.impacts = 0
        self.grid = Grid(4.0)
        state = 17
        for number in range(count):
            numbers = []
            for _ in range(5):
                state = state * 69069 % 4294967291
                numbers.append(state / 4294967291)
            x, y, angle, speed, size = numbers
            radius = 0.5 + 1.5 * size
            self.balls.append(Ball(number, radius + x * (width - 2 * radius),
                                   radius + y * (height - 2 * radius),
                                   10 * speed * math.cos(angle * 6.28),
                                   10 * speed * math.sin(angle * 6.28), radius))

    def step(self, dt):
        for ball in self.balls:
            ball.move(dt, self.width, self.height)
        self.grid.fill(self.balls)
        for ball, other in self.grid.pairs():
            if ball.touches(other) and ball.bounce(other):
                self.impacts += 1

    def energy(self):
        return sum(ball.energy() for ball in self.balls)


def collision_detector(count, steps):
    world = World(120.0, 80.0, count)
    before = world.energy()
    for _ in range(steps):
        world.step(0.02)
    assert abs(world.energy() - before) < 1e-6 * before
    return world.impacts, "%.6f" % sum(ball.x + ball.y for ball in world.balls)


if __name__ == "__main__":
    measure("collision_detector", collision_detector, 300, 800,
            expect=(4227, "30840.227083"),
            small=((100, 200), (92, "9963.551001")))
