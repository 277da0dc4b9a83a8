"""Independent check of rank certificates in exact rational arithmetic; Python standard library only.

usage: check_rank_certificate.py certificate.json...
Each file carries its own points (schema isoapprox/rank-certificate/1). Prints one line per file, "<name> d_iso > t, d_iso/L > ratio proved", then tries six altered copies of the
certificate, which must all fail. Exit code 1 when a certificate does not prove its level or an altered one does. Statement and proof: docs/audit.md.
"""
import json
import os
import sys
from fractions import Fraction as Q
from math import isqrt

BITS = 240


def root(q, up):
    """A rational at most (at least) sqrt(q)."""
    whole = (q.numerator << (2 * BITS)) // q.denominator
    return Q(isqrt(whole) + (2 if up and q else 0), 1 << BITS)


def semidefinite(matrix):
    """(is positive semidefinite, rank) by symmetric elimination."""
    a, rank = [row[:] for row in matrix], 0
    for k in range(len(a)):
        if a[k][k] < 0 or (a[k][k] == 0 and any(a[k][k + 1:])):
            return False, rank
        if a[k][k] == 0:
            continue
        rank += 1
        for i in range(k + 1, len(a)):
            factor = a[i][k] / a[k][k]
            if factor:
                a[i] = [x - factor * y for x, y in zip(a[i], a[k])]
    return True, rank


def read(path):
    with open(path, encoding="utf-8") as stream:
        c = json.load(stream)
    squared = c.get("squared_distances")
    if c.get("points"):
        x = [[Q(v) for v in row] for row in c["points"]]
        squared = [[sum((p - q) ** 2 for p, q in zip(a, b)) for b in x] for a in x]
    d2 = [[Q(v) for v in row] for row in squared]
    weights = {key: [(*w[:-1], Q(w[-1])) for w in c[key]] for key in ("a", "b", "tau")}
    return {"n": c["n"], "classes": c["classes"], "d2": d2, **weights, **{k: Q(c[k]) for k in ("t", "lam_n", "lam_minus")}}


def proves(c):
    d2, y, t, n = c["d2"], c["classes"], c["t"], len(c["d2"])
    if t <= 0 or c["lam_n"] <= 0 or c["lam_minus"] < 0 or any(w[-1] < 0 for key in ("a", "b", "tau") for w in c[key]):
        return False
    if any(not (y[i] == y[j] != y[k]) for i, j, k, _ in c["tau"]):
        return False
    mean = [sum(row) / n for row in d2]
    total = sum(mean) / n
    gram = [[(mean[i] + mean[j] - d2[i][j] - total) / 2 for j in range(n)] for i in range(n)]
    if semidefinite(gram) != (True, c["n"]):
        return False
    square = [[sum(a * b for a, b in zip(gram[i], gram[j])) - c["lam_n"] * gram[i][j] for j in range(n)] for i in range(n)]
    q = [[Q(0)] * n for _ in range(n)]
    terms = [(i, j, w) for i, j, w in c["a"]] + [(i, j, -w) for i, j, w in c["b"]]
    terms += [(i, j, w) for i, j, _, w in c["tau"]] + [(i, k, -w) for i, _, k, w in c["tau"]]
    for i, j, w in terms:
        for r, s, sign in ((i, i, 1), (j, j, 1), (i, j, -1), (j, i, -1)):
            q[r][s] += sign * w
    if any(sum(a * b for a, b in zip(q[i], gram[j])) for i in range(n) for j in range(n)):
        return False
    shifted = [[q[i][j] + (c["lam_minus"] if i == j else 0) for j in range(n)] for i in range(n)]
    if not semidefinite(square)[0] or not semidefinite(shifted)[0]:
        return False
    if any(root(d2[i][j], False) < t for i, j, w in c["b"] if w > 0):
        return False
    eta2 = sum((2 * root(d2[i][j], True) * t + t * t) ** 2 for i in range(n) for j in range(n) if i != j) / 4
    eta = root(eta2, True)
    gain = sum(w * (d2[i][j] - d2[i][k]) for i, j, k, w in c["tau"])
    cost = sum(w * (2 * t * root(d2[i][j], True) + t * t) for i, j, w in c["a"])
    cost += sum(w * (2 * t * root(d2[i][j], True) - t * t) for i, j, w in c["b"])
    return eta < c["lam_n"] and gain > cost + c["lam_minus"] * eta2 / (2 * (c["lam_n"] - eta))


def loss(c):
    d2, y, n = c["d2"], c["classes"], len(c["d2"])
    best = Q(0)
    for i in range(n):
        negatives = [d2[i][k] for k in range(n) if y[k] != y[i]]
        if negatives:
            best = max(best, root(max(d2[i][j] for j in range(n) if y[j] == y[i]), True) - root(min(negatives), False))
    return best


def altered(c):
    for key in ("tau", "b", "a"):
        first, *rest = c[key]
        yield {**c, key: [(*first[:-1], first[-1] * Q(1001, 1000)), *rest]}
    yield {**c, "t": c["t"] * Q(11, 10)}
    yield {**c, "lam_n": c["lam_n"] * 2}
    yield {**c, "lam_minus": c["lam_minus"] / 2}


def main(paths):
    failed = False
    for path in paths:
        c = read(path)
        proved, lies = proves(c), sum(proves(lie) for lie in altered(c))
        failed |= not proved or lies > 0
        print(f"{os.path.basename(path)}: d_iso > {float(c['t']):.9g}, d_iso/L > {float(c['t'] / loss(c)):.5f} {'proved' if proved and not lies else 'NOT PROVED'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
