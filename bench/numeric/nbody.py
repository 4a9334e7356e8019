"""The outer planets' orbits by symplectic integration (lists of floats)."""

import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


PI = math.pi
SOLAR_MASS = 4 * PI * PI
DAYS = 365.24


def make_bodies():
    """Position, velocity and mass of the sun and four planets."""
    return [
        ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], SOLAR_MASS),
        ([4.841431442, -1.160320044, -0.103622044],
         [0.00166007664 * DAYS, 0.00769901118 * DAYS, -0.0000690460016 * DAYS],
         0.000954791938 * SOLAR_MASS),
        ([8.343366718, 4.124798564, -0.403523417],
         [-0.00276742511 * DAYS, 0.00499852801 * DAYS, 0.0000230417297 * DAYS],
         0.000285885981 * SOLAR_MASS),
        ([12.894369562, -15.111151402, -0.223307579],
         [0.00296460138 * DAYS, 0.00237847174 * DAYS, -0.0000296589569 * DAYS],
         0.0000436624404 * SOLAR_MASS),
        ([15.379697115, -25.919314610, 0.179258773],
         [0.00268067772 * DAYS, 0.00162824170 * DAYS, -0.0000951592255 * DAYS],
         0.0000515138902 * SOLAR_MASS),
    ]


def all_pairs(items):
    result = []
    for i in range(len(items) - 1):
        for j in range(i + 1, len(items)):
            result.append((items[i], items[j]))
    return result


def offset_momentum(bodies):
    px = py = pz = 0.0
    for _, (vx, vy, vz), mass in bodies:
        px += vx * mass
        py += vy * mass
        pz += vz * mass
    velocity = bodies[0][1]
    velocity[0] = -px / SOLAR_MASS
    velocity[1] = -py / SOLAR_MASS
    velocity[2] = -pz / SOLAR_MASS


def energy(bodies, pairs):
    total = 0.0
    for _, (vx, vy, vz), mass in bodies:
        total += 0.5 * mass * (vx * vx + vy * vy + vz * vz)
    for ((x1, y1, z1), _, m1), ((x2, y2, z2), _, m2) in pairs:
        dx = x1 - x2
        dy = y1 - y2
        dz = z1 - z2
        total -= m1 * m2 / math.sqrt(dx * dx + dy * dy + dz * dz)
    return total


def advance(dt, steps, bodies, pairs):
    for _ in range(steps):
        for (p1, v1, m1), (p2, v2, m2) in pairs:
            dx = p1[0] - p2[0]
            dy = p1[1] - p2[1]
            dz = p1[2] - p2[2]
            mag = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            b1 = m1 * mag
            b2 = m2 * mag
            v1[0] -= dx * b2
            v1[1] -= dy * b2
            v1[2] -= dz * b2
            v2[0] += dx * b1
            v2[1] += dy * b1
            v2[2] += dz * b1
        for position, (vx, vy, vz), _ in bodies:
            position[0] += dt * vx
            position[1] += dt * vy
            position[2] += dt * vz


def nbody(steps):
    bodies = make_bodies()
    pairs = all_pairs(bodies)
    offset_momentum(bodies)
    before = energy(bodies, pairs)
    advance(0.01, steps, bodies, pairs)
    return "%.9f %.9f" % (before, energy(bodies, pairs))


if __name__ == "__main__":
    measure("nbody", nbody, 70_000,
            expect="-0.169075164 -0.169087138",
            small=((5_000,), "-0.169075164 -0.169020001"))
