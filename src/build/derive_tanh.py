#!/usr/bin/env python3
"""Derives the coefficients of io.github.udrlpg.policy.FastTanh.

tanh(x) is approximated on [0, LIMIT] by x P(x^2) / Q(x^2), the quotient whose greatest relative
error is smallest: linearised least squares whose weights move to where the error is large (Lawson's
method). Prints P and Q, lowest power first, and that error. Standard library only, some seconds.
"""

import math
import struct
from decimal import Decimal as D
from decimal import getcontext

LIMIT = D("8.6")  # 1 - tanh(8.6) = 7e-8, about one unit in the last place of a float below 1
NUMERATOR_DEGREE = 4  # in x^2
DENOMINATOR_DEGREE = 4
POINTS = 200
ROUNDS = 60

getcontext().prec = 50


def tanh(x):
    e = (2 * x).exp()
    return (e - 1) / (e + 1)


def solve(matrix, right):
    """Gauss elimination with row exchange."""
    n = len(right)
    rows = [row[:] + [r] for row, r in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, n):
            factor = rows[k][i] / rows[i][i]
            if factor:
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i])]
    solution = [D(0)] * n
    for i in reversed(range(n)):
        known = sum(rows[i][k] * solution[k] for k in range(i + 1, n))
        solution[i] = (rows[i][n] - known) / rows[i][i]
    return solution


def horner(coefficients, u):
    value = D(0)
    for c in reversed(coefficients):
        value = value * u + c
    return value


def fit(points, weights, denominators):
    """Minimises sum w ((x P - tanh(x) Q) / (tanh(x) Q'))^2 for the Q' of the round before."""
    size = NUMERATOR_DEGREE + 1 + DENOMINATOR_DEGREE
    matrix = [[D(0)] * size for _ in range(size)]
    right = [D(0)] * size
    for x, w, q in zip(points, weights, denominators):
        u, t = x * x, tanh(x)
        row = [x * u**k / (t * q) for k in range(NUMERATOR_DEGREE + 1)]
        row += [-(u**k) / q for k in range(1, DENOMINATOR_DEGREE + 1)]
        for i in range(size):
            right[i] += w * row[i] / q
            for k in range(size):
                matrix[i][k] += w * row[i] * row[k]
    solution = solve(matrix, right)
    return solution[: NUMERATOR_DEGREE + 1], [D(1)] + solution[NUMERATOR_DEGREE + 1 :]


def shortest_float(value):
    """Returns the shortest Java literal of the nearest single-precision number."""
    wanted = struct.pack("f", float(value))
    (rounded,) = struct.unpack("f", wanted)
    texts = ("%.*e" % (digits, rounded) for digits in range(10))
    return next(t for t in texts if struct.pack("f", float(t)) == wanted) + "f"


def main():
    # Dense at both ends, where the error of a polynomial or a quotient is hardest to hold down.
    angles = (math.pi * (i + 0.5) / POINTS for i in range(POINTS))
    points = [LIMIT * D(0.5 - 0.5 * math.cos(angle)) for angle in angles]
    weights = [D(1) / POINTS] * POINTS
    denominators = [D(1)] * POINTS
    best = None
    for _ in range(ROUNDS):
        p, q = fit(points, weights, denominators)
        denominators = [horner(q, x * x) for x in points]
        errors = [
            abs(x * horner(p, x * x) / (d * tanh(x)) - 1) for x, d in zip(points, denominators)
        ]
        if min(denominators) > 0 and (best is None or max(errors) < best[0]):
            best = (max(errors), p, q)
        total = sum(w * e for w, e in zip(weights, errors))
        weights = [w * e / total for w, e in zip(weights, errors)]
    worst, p, q = best
    print("P", ", ".join(shortest_float(c) for c in p))
    print("Q", ", ".join(shortest_float(c) for c in q))
    print("greatest relative error in exact arithmetic %.2e" % worst)


if __name__ == "__main__":
    main()
