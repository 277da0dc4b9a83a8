"""Independent check of a Gram certificate in exact rational arithmetic; Python standard library only.

usage: check_certificate.py instances.json certificates.json
instances: [{name, labels, points}] and margin where there is one; certificates: [{name, bound, certificate}]. Prints one line per certificate; exit code 1 when one does not prove bound (1 - 1e-7).
With a margin alpha d_haus is checked with slopes or alpha^2 sum nu alone, d_iso with the latter.
Statement and proof: docs/certificates.md.
"""
import hashlib
import json
import struct
import sys
from fractions import Fraction as Q
from math import isqrt


def digests(points, classes, metric, margin):
    """Those of the first two versions."""
    size = (len(points), len(points[0]))
    rows = b"".join(struct.pack("<d", x + 0.0) for row in points for x in row) + b"".join(struct.pack("<i", k) for k in classes)
    first = b"isoapprox/problem/1" + struct.pack("<iii", metric, *size) + struct.pack("<d", margin) + rows
    second = b"isoapprox/problem/2" + struct.pack("<iii", metric, 1, 0) + struct.pack("<dddd", margin, float("inf"), 0.0, 0.0)
    second += struct.pack("<iiii", *size, max(classes) + 1, 2) + rows
    return [hashlib.sha256(data).hexdigest() for data in (first, second)]


def entries(c, name):
    pairs = c.get(name, {"first": [], "second": [], "value": []})
    first, second = (pairs["anchor"], pairs["row"]) if "anchor" in pairs else (pairs["first"], pairs["second"])
    assert len(first) == len(second) == len(pairs["value"]) and all(v >= 0 for v in pairs["value"]) and "boundary" not in pairs
    return [(i, j, Q(v)) for i, j, v in zip(first, second, pairs["value"])]


def pulls(slopes, lam, margin, n, width):
    """Half of k (h_i - h_j) at i and its negative at j, for a k with k |h_i - h_j| <= 2 alpha lambda_ij: see docs/certificates.md."""
    sums = [[Q(0)] * width for _ in range(n)]
    own = len(slopes) // n
    assert len(slopes) == n * own and own <= width
    for i, j, w in lam:
        apart = [Q(x) - Q(y) for x, y in zip(slopes[i * own:(i + 1) * own], slopes[j * own:(j + 1) * own])]
        squared = sum(x * x for x in apart)
        k = Q(float(2 * margin * w) / float(1 + squared) ** 0.5 * (1 - 1e-12))
        assert k * k * squared <= (2 * margin * w) ** 2
        for d, x in enumerate(apart):
            sums[i][d] += k * x / 2
            sums[j][d] -= k * x / 2
    return sums


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


def proves(points, labels, margin, c, bound):
    names = sorted(set(labels))
    classes, iso, n = [names.index(k) for k in labels], c["metric"] == "iso", len(points)
    assert c["digest"] in digests(points, classes, 1 if iso else 0, margin), "digest"
    slopes = c["slopes"] if c["schema"] == "isoapprox/gram-certificate/3" else []
    width = max(len(points[0]), len(slopes) // n)
    f = [[Q(x) for x in row] + [Q(0)] * (width - len(row)) for row in points]
    lam, nu, alpha, beta = (entries(c, k) for k in ("lambda", "nu", "alpha", "beta"))
    assert all(classes[i] == classes[j] for i, j, _ in lam) and all(classes[i] != classes[k] for i, k, _ in nu)
    have, need = ([sum(w for i, _, w in pairs if i == a) for a in range(n)] for pairs in (nu, lam))
    lam = [(i, j, w * min(1, have[i] / need[i])) for i, j, w in lam if w]
    matrix = [[Q(0)] * n for _ in range(n)]
    add(matrix, lam, 1)
    add(matrix, nu, -1)
    constant = Q(margin) ** 2 * sum(w for _, _, w in nu)
    target = Q(bound) * (1 - Q(1, 10**7))
    if not iso:
        mu = [Q(m) + Q(max(c["mu"])) / 10**10 for m in c["mu"]]
        pull = pulls(slopes, lam, Q(margin), n, width)
        gradient = [[sum(w * x for w, x in zip(row, column)) + b for column, b in zip(zip(*f), own)] for row, own in zip(matrix, pull)]
        for i in range(n):
            matrix[i][i] += mu[i]
        move = solve(matrix, gradient)
        if move is None:
            return False
        value = constant + sum(g * (x - u) + p * x for a, b, d, q in zip(gradient, f, move, pull) for g, x, u, p in zip(a, b, d, q))
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
            phi = constant + sum(w * max(Q(0), root(square[i][j], False) - target) ** 2 for i, j, w in alpha)
            return phi - sum(w * (root(square[i][j], True) + target) ** 2 for i, j, w in beta + extra) > 0
    return False


if __name__ == "__main__":
    instances = {q["name"]: q for q in json.load(open(sys.argv[1]))}
    failed = 0
    for item in json.load(open(sys.argv[2])):
        instance = instances[item["name"]]
        ok = proves(instance["points"], instance["labels"], instance.get("margin", 0.0), item["certificate"], item["bound"])
        failed += not ok
        print(item["name"], item["metric"], item["bound"], "proved" if ok else "NOT PROVED")
    sys.exit(1 if failed else 0)
