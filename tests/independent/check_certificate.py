"""Independent check of a Gram certificate in exact rational arithmetic; Python standard library only.

usage: check_certificate.py instances.json certificates.json
instances: [{name, labels, points}]; certificates: [{name, bound, certificate}] (margin 0). Prints one line per certificate; exit code 1 when one does not prove bound (1 - 1e-7).
Statement and proof: docs/certificates.md.
"""
import hashlib
import json
import struct
import sys
from fractions import Fraction as Q
from math import isqrt


def digest(points, classes, metric):
    data = b"isoapprox/problem/1" + struct.pack("<iii", metric, len(points), len(points[0])) + struct.pack("<d", 0.0)
    data += b"".join(struct.pack("<d", x + 0.0) for row in points for x in row) + b"".join(struct.pack("<i", k) for k in classes)
    return hashlib.sha256(data).hexdigest()


def entries(pairs):
    assert len(pairs["first"]) == len(pairs["second"]) == len(pairs["value"]) and all(v >= 0 for v in pairs["value"])
    return [(i, j, Q(v)) for i, j, v in zip(pairs["first"], pairs["second"], pairs["value"])]


def add(matrix, pairs, sign):
    for i, j, w in pairs:
        for a, b, s in ((i, i, 1), (j, j, 1), (i, j, -1), (j, i, -1)):
            matrix[a][b] += sign * s * w


def solve(matrix, columns):
    """Gaussian elimination; None unless the symmetric matrix is positive definite."""
    size, a = len(matrix), [row[:] + list(c) for row, c in zip(matrix, columns)]
    for k in range(size):
        if a[k][k] <= 0:
            return None
        for i in range(k + 1, size):
            factor = a[i][k] / a[k][k]
            if factor:
                a[i] = [x - factor * y for x, y in zip(a[i], a[k])]
    for k in reversed(range(size)):
        a[k] = [x / a[k][k] for x in a[k]]
        for i in range(k):
            a[i] = [x - a[i][k] * y for x, y in zip(a[i], a[k])]
    return [row[size:] for row in a]


def root(x, up):
    scaled = (x.numerator << 200) // x.denominator
    return Q(isqrt(scaled) + (2 if up else 0), 1 << 100)


def proves(points, labels, c, bound):
    names = sorted(set(labels))
    classes, iso, n = [names.index(k) for k in labels], c["metric"] == "iso", len(points)
    assert c["digest"] == digest(points, classes, 1 if iso else 0), "digest"
    f = [[Q(x) for x in row] for row in points]
    lam, nu, alpha, beta = (entries(c[k]) for k in ("lambda", "nu", "alpha", "beta"))
    assert all(classes[i] == classes[j] for i, j, _ in lam) and all(classes[i] != classes[k] for i, k, _ in nu)
    have, need = ([sum(w for i, _, w in pairs if i == a) for a in range(n)] for pairs in (nu, lam))
    lam = [(i, j, w * min(1, have[i] / need[i])) for i, j, w in lam if w]
    matrix = [[Q(0)] * n for _ in range(n)]
    add(matrix, lam, 1)
    add(matrix, nu, -1)
    target = Q(bound) * (1 - Q(1, 10**7))
    if not iso:
        mu = [Q(m) + Q(max(c["mu"])) / 10**10 for m in c["mu"]]
        gradient = [[sum(w * x for w, x in zip(row, column)) for column in zip(*f)] for row in matrix]
        for i in range(n):
            matrix[i][i] += mu[i]
        move = solve(matrix, gradient)
        if move is None:
            return False
        value = sum(g * (x - u) for a, b, d in zip(gradient, f, move) for g, x, u in zip(a, b, d))
        return min(mu) >= 0 and value >= target * target * sum(mu)
    square = [[sum((x - y) ** 2 for x, y in zip(a, b)) for b in f] for a in f]
    add(matrix, beta, 1)
    add(matrix, alpha, -1)
    for power in (13, 12, 11, 10, 9, 8):  # the least epsilon that makes Q definite on the complement of the ones vector
        epsilon = sum(w for _, _, w in alpha + beta + lam) / 10**power
        extra = [(i, j, epsilon) for i in range(n) for j in range(i)]
        raised = [row[:] for row in matrix]
        add(raised, extra, 1)
        if solve([row[1:] for row in raised[1:]], [[] for _ in range(n - 1)]) is not None:  # Q 1 = 0: one row and column may go
            phi = sum(w * max(Q(0), root(square[i][j], False) - target) ** 2 for i, j, w in alpha)
            return phi - sum(w * (root(square[i][j], True) + target) ** 2 for i, j, w in beta + extra) > 0
    return False


if __name__ == "__main__":
    instances = {q["name"]: q for q in json.load(open(sys.argv[1]))}
    failed = 0
    for item in json.load(open(sys.argv[2])):
        instance = instances[item["name"]]
        ok = proves(instance["points"], instance["labels"], item["certificate"], item["bound"])
        failed += not ok
        print(item["name"], item["metric"], item["bound"], "proved" if ok else "NOT PROVED")
    sys.exit(1 if failed else 0)
