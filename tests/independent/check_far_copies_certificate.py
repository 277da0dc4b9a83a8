"""Independent check of far-copies certificates; Python standard library only.

usage: check_far_copies_certificate.py certificate.json...
Each file carries its own points (schema isoapprox/far-copies-certificate/1). Prints one line per file, "<name>: d_iso > t, d_iso/L > ratio proved", then tries altered copies of the
certificate, which must all fail. Exit code 1 when a certificate does not prove its level or an altered one does. Centres and distances are exact fractions with integer square roots;
the cover of directions and widths uses floats rounded outwards by math.nextafter. Statement and proof: docs/certificates.md.
"""
import json
import os
import sys
from collections import Counter
from fractions import Fraction as Q
from math import atan2, cos, inf, isqrt, nextafter, pi, sin

BITS = 160
CELLS = 10_000


def root(q, up):
    """A fraction at most (at least) sqrt(q)."""
    whole = (q.numerator << (2 * BITS)) // q.denominator
    return Q(isqrt(whole) + (2 if up and q else 0), 1 << BITS)


def length(v, up):
    return root(v[0] * v[0] + v[1] * v[1], up)


def minus(a, b):
    return (a[0] - b[0], a[1] - b[1])


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1]


def cross(a, b):
    return a[0] * b[1] - a[1] * b[0]


class Range:
    """[lo, hi] of fractions; square roots are the only rounding."""

    def __init__(self, lo, hi=None):
        self.lo, self.hi = lo, lo if hi is None else hi

    def __add__(self, o):
        return Range(self.lo + o.lo, self.hi + o.hi)

    def __sub__(self, o):
        return Range(self.lo - o.hi, self.hi - o.lo)

    def __mul__(self, o):
        ends = [x * y for x in (self.lo, self.hi) for y in (o.lo, o.hi)]
        return Range(min(ends), max(ends))

    def __truediv__(self, o):
        if o.lo <= 0 <= o.hi:
            raise ValueError("division by a range that contains 0")
        return self * Range(1 / o.hi, 1 / o.lo)

    def squared(self):
        ends = sorted((self.lo * self.lo, self.hi * self.hi))
        return Range(Q(0) if self.lo <= 0 <= self.hi else ends[0], ends[1])

    def root(self):
        if self.lo <= 0:
            raise ValueError("root of a range that is not positive")
        return Range(root(self.lo, False), root(self.hi, True))


def read(path):
    with open(path, encoding="utf-8") as stream:
        c = json.load(stream)
    return {
        "classes": c["classes"], "points": [tuple(Q(v) for v in row) for row in c["points"]],
        "copies": [(copy["rows"], Q(copy["width_sum"])) for copy in c["copies"]],
        "pairs": [(i, j, Q(w)) for i, j, w in c["pairs"]], "frame": c["frame"], "t": Q(c["t"]), "n": c["n"]}


class Copy:
    def __init__(self, c, rows):
        x = [c["points"][i] for i in rows]
        m = len(x)
        self.mean = (sum(p[0] for p in x) / m, sum(p[1] for p in x) / m)
        self.radius = max(length(minus(p, self.mean), True) for p in x)
        self.reach = max(length(minus(p, q), True) for p in x for q in x) + c["t"]
        self.offset = self.reach * (m - 1) / m
        first = c["classes"][rows[0]]
        self.parts = [[c["points"][i] for i in rows if (c["classes"][i] == first) == own] for own in (True, False)]


def proves(c):
    try:
        return well_formed(c) and alignment(c)
    except (ValueError, ZeroDivisionError):
        return False


def well_formed(c):
    count, rows = len(c["copies"]), [i for rows, _ in c["copies"] for i in rows]
    pairs = [frozenset(p[:2]) for p in c["pairs"]]
    return (c["n"] == 2 and c["t"] > 0 and len(set(rows)) == len(rows) and all(0 <= i < len(c["points"]) for i in rows)
            and all(sorted(Counter(c["classes"][i] for i in rows).values()) == [2, 2] and b >= 0 for rows, b in c["copies"])
            and len(set(c["frame"])) == 3 == len(c["frame"]) and all(0 <= k < count for k in c["frame"])
            and all(0 <= i < count and 0 <= j < count and i != j and w > 0 for i, j, w in c["pairs"])
            and len(set(pairs)) == len(pairs))


def alignment(c):
    t, copies = c["t"], [Copy(c, rows) for rows, _ in c["copies"]]

    def errors(i, j):
        low = length(minus(copies[i].mean, copies[j].mean), False)
        v, w = copies[i].radius + copies[j].radius, copies[i].offset + copies[j].offset
        if low - v <= 0 or low - t - 2 * w <= 0:
            raise ValueError("copies too near")
        return v * v / (2 * (low - v)), w * w / (2 * (low - t - 2 * w))

    def apart(i, j):
        """Distance of the centres of g."""
        slack, d = t + max(errors(i, j)), minus(copies[i].mean, copies[j].mean)
        if length(d, False) <= slack:
            raise ValueError("copies too near")
        return Range(length(d, False) - slack, length(d, True) + slack)

    a, b, o = c["frame"]
    two, ab, ao, bo = Range(Q(2)), apart(a, b), apart(a, o), apart(b, o)
    xo = (ao.squared() + ab.squared() - bo.squared()) / (two * ab)
    yo = (ao.squared() - xo.squared()).root()

    def place(k):
        if k in (a, b, o):
            return {a: (Range(Q(0)), Range(Q(0))), b: (ab, Range(Q(0))), o: (xo, yo)}[k]
        ka, kb, ko = apart(k, a).squared(), apart(k, b).squared(), apart(k, o).squared()
        x = (ka + ab.squared() - kb) / (two * ab)
        return x, (ka + ao.squared() - ko - two * x * xo) / (two * yo)

    axis = minus(copies[b].mean, copies[a].mean)
    unit = Range(length(axis, False), length(axis, True))
    side = cross(axis, minus(copies[o].mean, copies[a].mean))
    if side == 0:
        return False
    allowed = Q(0)
    for i, j, w in c["pairs"]:
        p = minus(copies[i].mean, copies[j].mean)
        framed = Range(dot(axis, p)) / unit, Range(cross(axis, p) * (1 if side > 0 else -1)) / unit
        q, r = place(i), place(j)
        off = [(q[k] - r[k] - framed[k]).squared().hi for k in (0, 1)]
        turn = root(sum(off), True) / min(apart(i, j).lo, length(p, False))
        allowed += w * (2 * t + sum(errors(i, j)) + turn * (copies[i].reach + copies[j].reach))
    if sum(b for _, b in c["copies"]) < allowed:
        return False
    known = {}
    for k, (_, bound) in enumerate(c["copies"]):
        if bound > 0:
            around = [(minus(copies[i].mean, copies[j].mean), w) for i, j, w in c["pairs"] if k in (i, j)]
            around = [(v if v > (0, 0) else (-v[0], -v[1]), w) for v, w in around]
            shape = [[minus(x, copies[k].mean) for x in part] for part in copies[k].parts]
            key = (bound, repr(sorted(around)), repr(sorted(map(sorted, shape))))
            if key not in known:
                known[key] = Cover(shape, around, bound).holds()
            if not known[key]:
                return False
    return True


def down(x):
    return nextafter(x, -inf)


def up(x):
    return nextafter(x, inf)


def below(q):
    x = float(q)
    return x if Q(x) <= q else down(x)


class Cover:
    """All directions v that may separate the two pairs, and all widths x with sum w x = bound, cut into boxes until a witness excludes each.

    A witness takes a pair i, j, a point k of the other pair, p in [0, 1] and a vector w of length at most 1: sign v.(p g_i + (1-p) g_j - g_k) >= kappa |v| w.(g_i - g_j).
    Floats: a witness must exclude a box by 1e-12 times the sizes of all terms, thousands of times the rounding errors of some thirty operations."""

    def __init__(self, parts, around, bound):
        self.exact, self.bound = bound, -below(-bound)
        self.weights = [below(w) for _, w in around]
        points = parts[0] + parts[1]
        self.common = sum(w * max(abs(dot(minus(x, y), e)) for x in points for y in points) / length(e, True) for e, w in around)
        kappa, self.witnesses = 0.866025403784, []
        for k, (e, _) in enumerate(around):
            for m, (f, _) in enumerate(around[:k]):
                if cross(f, e):
                    # v = a f/|f| + b e/|e|, a = v.first, b = v.second.
                    lf, le = length(f, True) / cross(f, e), length(e, True) / cross(f, e)
                    duals = (float(e[1] * lf), float(-e[0] * lf)), (float(-f[1] * le), float(f[0] * le))
                    for pair, other, sign in ((parts[0], parts[1], 1), (parts[1], parts[0], -1)):
                        for far in other:
                            gi, gj = (tuple(map(float, minus(x, far))) for x in pair)
                            size = 1e-11 * sum(map(abs, gi + gj)), *(1e-11 * sum(map(abs, d)) for d in duals)
                            start = atan2(gi[1] - gj[1], gi[0] - gj[0])
                            for angle in (start + turn * pi / 6 for turn in range(12)):
                                w = 0.9999999 * cos(angle), 0.9999999 * sin(angle)
                                pull = kappa * (w[0] * (gi[0] - gj[0]) + w[1] * (gi[1] - gj[1]))
                                bends = [kappa * (w[0] * d[0] + w[1] * d[1]) for d in duals]
                                self.witnesses += [(m, k, duals, sign, gi, gj, p, pull, bends, size) for p in (0.0, 0.5, 1.0)]

    @staticmethod
    def excludes(witness, v, reach, widths):
        m, k, duals, sign, gi, gj, p, pull, bends, size = witness
        vx, vy, q = sign * v[0], sign * v[1], 1 - p
        excess = reach * pull - p * (vx * gi[0] + vy * gi[1]) - q * (vx * gj[0] + vy * gj[1]) - size[0]
        for x, dual, bend, small in ((widths[m], duals[0], bends[0], size[1]), (widths[k], duals[1], bends[1], size[2])):
            along, bent = vx * dual[0] + vy * dual[1], reach * bend
            excess -= x * (max(0.0, p * along - bent) + max(0.0, q * along + bent) + max(0.0, -along) + small)
        return excess > 0

    def impossible(self, ends, xs):
        rest = self.bound
        for (low, _), w in zip(xs, self.weights):
            rest = up(rest - down(w * low))
        if rest < 0:
            return True
        widths = [high for _, high in xs] + [up(rest / self.weights[-1])]
        (a, b), (c, d) = ends
        slope = 0.0 if min(a, c) <= 0 <= max(a, c) or min(b, d) <= 0 <= max(b, d) else min(abs(a), abs(b), abs(c), abs(d))
        reach = (1 + slope * slope) ** 0.5 * (1 - 1e-15)
        for place, witness in enumerate(self.witnesses):
            if self.excludes(witness, ends[0], reach, widths) and self.excludes(witness, ends[1], reach, widths):
                self.witnesses.insert(0, self.witnesses.pop(place))
                return True
        return False

    def holds(self):
        if not self.witnesses or self.common <= self.exact:
            return False
        top = [up(self.bound / w) for w in self.weights[:-1]]
        corners = [(1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0), (1.0, 1.0)]
        todo = [(corners[face:face + 2], [(0.0, x) for x in top], 1.0) for face in range(4)]
        for _ in range(CELLS):
            if not todo:
                return True
            ends, xs, part = todo.pop()
            if self.impossible(ends, xs):
                continue
            sizes = [(high - low) / whole for (low, high), whole in zip(xs, top)]
            if part >= max(sizes):
                middle = ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
                todo += [([ends[0], middle], xs, part / 2), ([middle, ends[1]], xs, part / 2)]
            else:
                k = sizes.index(max(sizes))
                middle = (xs[k][0] + xs[k][1]) / 2
                todo += [(ends, xs[:k] + [piece] + xs[k + 1:], part) for piece in ((xs[k][0], middle), (middle, xs[k][1]))]
        return False


def loss(c):
    x, y, n = c["points"], c["classes"], len(c["points"])
    best = Q(0)
    for i in range(n):
        square = [dot(minus(x[i], x[j]), minus(x[i], x[j])) for j in range(n)]
        negatives = [square[k] for k in range(n) if y[k] != y[i]]
        if negatives:
            best = max(best, root(max(square[j] for j in range(n) if y[j] == y[i]), True) - root(min(negatives), False))
    return best


def altered(c):
    first, *rest = c["copies"]
    yield {**c, "t": c["t"] * Q(101, 100)}
    yield {**c, "copies": [(first[0], first[1] * Q(21, 20)), *rest]}
    yield {**c, "copies": [(first[0], first[1] * Q(9, 10)), *rest]}
    yield {**c, "pairs": c["pairs"][1:]}
    yield {**c, "pairs": [(i, j, w * 2) for i, j, w in c["pairs"][:1]] + c["pairs"][1:]}
    yield {**c, "points": [(x / 100, y / 100) for x, y in c["points"]]}
    yield {**c, "points": [(x, y * 2) if i in first[0] else (x, y) for i, (x, y) in enumerate(c["points"])], "t": c["t"] * 2}
    yield {**c, "classes": [c["classes"][0]] * len(c["classes"])}
    yield {**c, "frame": [c["frame"][0], c["frame"][1], c["frame"][1]]}


def main(paths):
    failed = False
    for path in paths:
        c = read(path)
        proved = proves(c)
        lies = sum(proves(lie) for lie in altered(c)) if proved else 0
        failed |= not proved or lies > 0
        print(f"{os.path.basename(path)}: d_iso > {float(c['t']):.9g}, d_iso/L > {float(c['t'] / loss(c)):.5f} {'proved' if proved and not lies else 'NOT PROVED'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
