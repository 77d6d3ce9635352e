#!/usr/bin/env python3
"""Says by how much two outputs of NativesCheck differ, and fails if by more than rounding explains."""

import sys

# Rounding grows along a trajectory; a wrong library or a wrong model is off by far more.
TOLERANCE = 1e-6


def number(word):
    return float.fromhex(word) if "0x" in word else float(word)


def compare(here, there):
    if here.split(":")[0] != there.split(":")[0]:
        raise SystemExit("Different lines:\n%s\n%s" % (here, there))
    name, values = here.split(":", 1)
    if "0x" not in values:
        print("%s:%s |%s" % (name, values, there.split(":", 1)[1]))
        if here != there and "unit 0.1" not in name:
            raise SystemExit("What needs no rounding differs")
        return 0.0
    pairs = zip(values.split(), there.split(":", 1)[1].split())
    worst = max(abs(number(a) - number(b)) for a, b in pairs)
    print("%s: largest difference %.1e" % (name, worst))
    return worst


def main():
    lines = []
    for path in sys.argv[1:3]:
        with open(path, encoding="utf-8") as stream:
            lines.append(stream.read().splitlines())
    if len(lines[0]) != len(lines[1]) or not lines[0]:
        raise SystemExit("One output has %d lines, the other %d" % (len(lines[0]), len(lines[1])))
    worst = max(compare(here, there) for here, there in zip(*lines))
    if worst > TOLERANCE:
        raise SystemExit("The trajectories differ by %.1e, which is not rounding" % worst)


main()
