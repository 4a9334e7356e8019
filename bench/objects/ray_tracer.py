"""A small ray tracer: vectors with operators, spheres, planes, reflections."""

import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    __rmul__ = __mul__

    def __neg__(self):
        return Vector(-self.x, -self.y, -self.z)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def length(self):
        return math.sqrt(self.dot(self))

    def normalized(self):
        return self * (1.0 / self.length())

    def reflected(self, normal):
        return self - normal * (2.0 * self.dot(normal))


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.normalized()

    def at(self, distance):
        return self.origin + self.direction * distance


class Sphere:
    def __init__(self, centre, radius, colour, mirror=0.0):
        self.centre = centre
        self.radius = radius
        self.colour = colour
        self.mirror = mirror

    def hit(self, ray):
        to_centre = self.centre - ray.origin
        along = to_centre.dot(ray.direction)
        inside = self.radius * self.radius - to_centre.dot(to_centre) + along * along
        if inside < 0.0:
            return None
        distance = along - math.sqrt(inside)
        return distance if distance > 1e-6 else None

    def normal(self, point):
        return (point - self.centre).normalized()

    def colour_at(self, point):
        return self.colour


class Floor:
    def __init__(self, height, colour, other_colour):
        self.height = height
        self.colours = [colour, other_colour]
        self.mirror = 0.1

    def hit(self, ray):
        if abs(ray.direction.y) < 1e-9:
            return None
        distance = (self.height - ray.origin.y) / ray.direction.y
        return distance if distance > 1e-6 else None

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)

    def colour_at(self, point):
        return self.colours[(math.floor(point.x) + math.floor(point.z)) % 2]


class Scene:
    def __init__(self):
        self.things = []
        self.lights = []

    def nearest(self, ray):
        best = None
        best_distance = math.inf
        for thing in self.things:
            distance = thing.hit(ray)
            if distance is not None and distance < best_distance:
                best, best_distance = thing, distance
        return best, best_distance

    def lit(self, point, light):
        ray = Ray(point, light - point)
        thing, distance = self.nearest(ray)
        return thing is None or distance > (light - point).length()

    def trace(self, ray, depth):
        thing, distance = self.nearest(ray)
        if thing is None:
            sky = 0.5 + 0.5 * ray.direction.y
            return Vector(0.3, 0.5, 1.0) * sky
        point = ray.at(distance)
        normal = thing.normal(point)
        brightness = 0.15
        for light in self.lights:
            if self.lit(point, light):
                brightness += max(0.0, (light - point).normalized().dot(normal)) * 0.7
        colour = thing.colour_at(point) * brightness
        if thing.mirror and depth:
            reflection = Ray(point, ray.direction.reflected(normal))
            colour = (1.0 - thing.mirror) * colour + self.trace(reflection, depth - 1) * thing.mirror
        return colour


def make_scene():
    scene = Scene()
    scene.lights = [Vector(-4.0, 6.0, -3.0), Vector(5.0, 8.0, -1.0)]
    scene.things.append(Floor(-1.0, Vector(0.9, 0.9, 0.9), Vector(0.2, 0.2, 0.2)))
    for i in range(5):
        angle = i * 1.2566
        centre = Vector(2.2 * math.cos(angle), -0.3, 4.0 + 2.2 * math.sin(angle))
        scene.things.append(Sphere(centre, 0.7, Vector(0.2 * i, 0.5, 1.0 - 0.2 * i), 0.3))
    scene.things.append(Sphere(Vector(0.0, 0.6, 4.0), 1.0, Vector(0.9, 0.8, 0.2), 0.5))
    return scene


def ray_tracer(width, height):
    scene = make_scene()
    eye = Vector(0.0, 0.5, -3.0)
    pixels = bytearray()
    for y in range(height):
        for x in range(width):
            target = Vector((x - width / 2) / width * 4, (height / 2 - y) / width * 4, 0.0)
            colour = scene.trace(Ray(eye, target - eye), 3)
            for part in (colour.x, colour.y, colour.z):
                pixels.append(min(255, int(part * 255)))
    checksum = 0
    for byte in pixels:
        checksum = (checksum * 31 + byte) % 1000000007
    return len(pixels), checksum


if __name__ == "__main__":
    measure("ray_tracer", ray_tracer, 140, 100,
            expect=(42000, 217324198),
            small=((40, 30), (3600, 324328323)))
