"""Feeds damaged sources to dump_ast: whatever they are, it must answer.

usage: fuzz_parser.py DRIVER SEED COUNT FILE...
The driver should be built with the address and undefined-behaviour sanitizers.
"""
import random
import subprocess
import sys

SPLICES = [b"(", b"[" * 50, b")" * 3, b"'", b'"""', b"f'{", b"}", b"\\", b"\n", b"\r", b"\t", b"\x0c", b"\0", b"\xff", b"\xc3",
           b"\xe2\x82", b"\xed\xa0\x80", b"# coding: latin-1\n", b"\xef\xbb\xbf", b"0x", b"1e", b"match ", b"case ", b"async ",
           b"lambda ", b"f'{x!r:{y}}'", b"\\N{", b"\\x", b"if 1:\n", b" " * 40, b"-" * 300, b"not " * 100, b"print "]


def damage(source, rng):
    data = bytearray(source)
    for _ in range(rng.choice((1, 2, 5, 20))):
        if not data:
            break
        i = rng.randrange(len(data))
        action = rng.randrange(5)
        if action == 0:
            data[i] = rng.randrange(256)
        elif action == 1:
            del data[i:i + rng.choice((1, 1, 5, 200))]
        elif action == 2:
            data[i:i] = rng.choice(SPLICES)
        elif action == 3:
            j = rng.randrange(len(data))
            data[i:i] = data[j:j + rng.randrange(200)]
        else:
            del data[i:]
    return bytes(data)


def main():
    driver, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(seed)
    sources = []
    for path in sys.argv[4:]:
        with open(path, "rb") as file:
            text = file.read()
        sources += [text[i:i + 3000] for i in range(0, len(text), 3000)] + [text[:20000]]
    done = 0
    while done < count:
        batch = []
        for _ in range(min(500, count - done)):
            source = damage(rng.choice(sources), rng)
            batch.append(rng.choice(b"fseFSEi").to_bytes(1, "big") + b" %d\n" % len(source) + source)
        result = subprocess.run([driver, "-e"], input=b"".join(batch), capture_output=True, timeout=300)
        if result.returncode != 0:
            n = result.stdout.count(b"\n")
            print("failed (%d) at:" % result.returncode, batch[n][:3000])
            print(result.stderr.decode(errors="replace")[:3000])
            return 1
        done += len(batch)
    print(count, "damaged sources, no crash")


if __name__ == "__main__":
    sys.exit(main())
