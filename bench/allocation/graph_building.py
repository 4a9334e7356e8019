"""A generated road map: building it, BFS, Dijkstra, components, topological order."""

import heapq
import os
import sys
from collections import deque

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


class Edge:
    def __init__(self, target, weight):
        self.target = target
        self.weight = weight


class Vertex:
    def __init__(self, name):
        self.name = name
        self.edges = []

    def connect(self, other, weight):
        self.edges.append(Edge(other, weight))


class Graph:
    def __init__(self):
        self.vertices = {}

    def vertex(self, name):
        if name not in self.vertices:
            self.vertices[name] = Vertex(name)
        return self.vertices[name]

    def add_road(self, a, b, weight):
        a, b = self.vertex(a), self.vertex(b)
        a.connect(b, weight)
        b.connect(a, weight)

    def breadth_first(self, start):
        distance = {start: 0}
        queue = deque([self.vertices[start]])
        while queue:
            vertex = queue.popleft()
            for edge in vertex.edges:
                name = edge.target.name
                if name not in distance:
                    distance[name] = distance[vertex.name] + 1
                    queue.append(edge.target)
        return distance

    def shortest_paths(self, start):
        distance = {start: 0}
        heap = [(0, start)]
        done = set()
        while heap:
            so_far, name = heapq.heappop(heap)
            if name in done:
                continue
            done.add(name)
            for edge in self.vertices[name].edges:
                candidate = so_far + edge.weight
                target = edge.target.name
                if target not in distance or candidate < distance[target]:
                    distance[target] = candidate
                    heapq.heappush(heap, (candidate, target))
        return distance

    def components(self):
        seen = set()
        sizes = []
        for name in self.vertices:
            if name in seen:
                continue
            stack = [name]
            seen.add(name)
            size = 0
            while stack:
                size += 1
                for edge in self.vertices[stack.pop()].edges:
                    if edge.target.name not in seen:
                        seen.add(edge.target.name)
                        stack.append(edge.target.name)
            sizes.append(size)
        return sorted(sizes, reverse=True)


def topological_order(count, arrows):
    incoming = [0] * count
    outgoing = [[] for _ in range(count)]
    for a, b in arrows:
        incoming[b] += 1
        outgoing[a].append(b)
    ready = [i for i in range(count) if incoming[i] == 0]
    order = []
    while ready:
        node = ready.pop()
        order.append(node)
        for target in outgoing[node]:
            incoming[target] -= 1
            if incoming[target] == 0:
                ready.append(target)
    return order


def graph_building(side):
    graph = Graph()
    state = 99
    for y in range(side):
        for x in range(side):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            weight = (state >> 8) % 100 + 1
            if x + 1 < side and weight % 5:
                graph.add_road((x, y), (x + 1, y), weight)
            if y + 1 < side and weight % 7:
                graph.add_road((x, y), (x, y + 1), 101 - weight)
    hops = graph.breadth_first((0, 0))
    paths = graph.shortest_paths((0, 0))
    assert hops.keys() == paths.keys()
    count = side * side
    arrows = [(a, b) for a in range(count) for b in (a * 2 + 1, a * 3 + 2) if b < count]
    order = topological_order(count, arrows)
    checksum = 0
    for position, node in enumerate(order):
        checksum = (checksum * 7 + position ^ node) % 1000003
    return max(hops.values()), max(paths.values()), graph.components()[:3], checksum


if __name__ == "__main__":
    measure("graph_building", graph_building, 200,
            expect=(398, 10982, [39974], 98434),
            small=((40,), (78, 2148, [1597], 63525)))
