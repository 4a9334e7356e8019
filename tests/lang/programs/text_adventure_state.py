class Room:
    def __init__(self, name, **exits): self.name, self.exits, self.items = name, exits, set()
class Game:
    def __init__(self):
        self.rooms = {r.name: r for r in (Room("hall", north="library", east="kitchen"), Room("library", south="hall"), Room("kitchen", west="hall", down="cellar"), Room("cellar", up="kitchen"))}
        self.rooms["library"].items.add("book"); self.rooms["kitchen"].items |= {"lamp", "knife"}; self.here, self.inv, self.moves = "hall", [], 0
    def do(self, line):
        verb, _, noun = line.partition(" "); self.moves += 1
        return getattr(self, "do_" + verb, self.unknown)(noun)
    def unknown(self, n): self.moves -= 1; return "What?"
    def do_go(self, d):
        try: to = self.rooms[self.here].exits[d]
        except KeyError: return f"No way {d}."
        if to == "cellar" and "lamp" not in self.inv: return "Too dark."
        self.here = to; return self.do_look()
    def do_look(self, _=""): r = self.rooms[self.here]; return f"{r.name}: {', '.join(sorted(r.items)) or 'nothing'}; exits {' '.join(sorted(r.exits))}"
    def do_take(self, n):
        r = self.rooms[self.here]
        if n == "all": got = sorted(r.items); r.items.clear(); self.inv += got; return f"Took {got}"
        if n not in r.items: return f"No {n or 'thing'} here."
        r.items.remove(n); self.inv.append(n); return "Taken."
    def do_inv(self, _): return "; ".join(f"{i}. {n}" for i, n in enumerate(self.inv, 1)) or "Empty-handed"
g = Game()
for c in ("look", "inv", "go up", "go east", "go down", "take lamp", "take lamp", "go down", "look", "dance", "go up", "take all", "inv", "go west", "go north", "take", "take book", "inv"): print(">", c, "|", g.do(c))
print(g.moves)
