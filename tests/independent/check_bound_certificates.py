"""Independent check of penetration, line, subset, branch, metric and thickness certificates in exact rational arithmetic; Python standard library only.

usage: check_bound_certificates.py FILE...
Each file: [{name, points, labels, certificate, bound}] (margin 0). Prints one line per certificate; exit code 1 when one does not prove bound (1 - 1e-12).
Statements and proofs: docs/certificates.md. Square roots are enclosed by integer square roots, everything else is exact.
"""
import hashlib
import json
import struct
import sys
from fractions import Fraction as Q
from math import ceil, floor, inf, isqrt, log2, sqrt


def digests(points, classes, metric):
    """Of this version and of 0.1.0."""
    rows = b"".join(struct.pack("<d", x + 0.0) for row in points for x in row) + b"".join(struct.pack("<i", k) for k in classes)
    data = b"isoapprox/problem/2" + struct.pack("<iii", metric, 1, 0) + struct.pack("<dddd", 0.0, inf, 0.0, 0.0)
    data += struct.pack("<iiii", len(points), len(points[0]), max(classes) + 1, min(2, max(classes) + 1))
    first = b"isoapprox/problem/1" + struct.pack("<iii", metric, len(points), len(points[0])) + struct.pack("<d", 0.0)
    return [hashlib.sha256(text + rows).hexdigest() for text in (data, first)]


def points_digest(points):
    data = b"isoapprox/points/1" + struct.pack("<ii", len(points), len(points[0]))
    return hashlib.sha256(data + b"".join(struct.pack("<d", x + 0.0) for row in points for x in row)).hexdigest()


def root(x):
    """Enclosure of the square root of x >= 0."""
    if x == 0:
        return Q(0), Q(0)
    shift = max(0, 220 - x.numerator.bit_length() + x.denominator.bit_length()) // 2 + 1
    low = isqrt((x.numerator << (2 * shift)) // x.denominator)
    return Q(low, 1 << shift), Q(low + 1, 1 << shift)


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), Q(0))


def norm(a):
    return root(dot(a, a))


def sign(cone):
    n = len(cone)
    if n == 1:
        value = cone[0][0]
    elif n == 2:
        value = cone[0][0] * cone[1][1] - cone[0][1] * cone[1][0]
    else:
        a, b, c = cone
        value = sum(a[d] * (b[(d + 1) % 3] * c[(d + 2) % 3] - b[(d + 2) % 3] * c[(d + 1) % 3]) for d in range(3))
    return (value > 0) - (value < 0)


def replace(cone, t, m):
    return [m if k == t else v for k, v in enumerate(cone)]


# Penetration and thickness: weights of points


def mean(points, members, positions, weights):
    assert len(positions) == len(weights) > 0 and all(w >= 0 for w in weights) and all(0 <= p < len(members) for p in positions)
    total = sum(map(Q, weights))
    return [sum(Q(w) * points[members[p]][d] for p, w in zip(positions, weights)) / total for d in range(len(points[0]))]


def offset(points, leaf, low, high):
    above = mean(points, high, leaf["above"], leaf["lambda"])
    return [a - b for a, b in zip(above, mean(points, low, leaf["below"], leaf["mu"]))]


def exponent(s, t):
    a, b = (max(abs(x) for x in v) for v in (s, t))
    ratio = log2(float(b) / float(a))
    down = int(ratio // 1)
    rest = ratio - down
    return down + (1 if rest > 0.5 or (rest == 0.5 and down % 2) else 0)


def kappa(n, first, second):
    """A lower bound of the constant of the gap in dimension n."""
    return min(root((Q(1, a) + Q(1, min(n + 1 - a, second))) / 2)[0] for a in range(1, min(n, first) + 1))


def gap_leaf(points, members, leaf, depth):
    """d and the least value that d.v / |v| must reach, so that T = depth/2 is excluded (margin 0)."""
    d = offset(points, leaf, *members)
    if "extent" not in leaf:
        return d, depth
    e, n = leaf["extent"], len(points[0])
    assert e["of"] in (0, 1) and e["sine"] >= 0 and e["cosine"] >= 0 and Q(e["sine"])**2 + Q(e["cosine"])**2 <= 1
    own, k, s = members[e["of"]], kappa(n, *map(len, members)), Q(e["sine"])
    far = mean(points, own, e["points"], e["weights"])
    side = ("above", "lambda") if e["of"] else ("below", "mu")
    near = mean(points, own, leaf[side[0]], leaf[side[1]])
    behind = [x - y for x, y in (zip(near, far) if e["of"] else zip(far, near))]
    total = sum(map(Q, e["weights"]))
    variance = sum(Q(w) * sum((x - y)**2 for x, y in zip(points[own[p]], far)) for p, w in zip(e["points"], e["weights"])) / total
    d = [x + k * s * y for x, y in zip(d, behind)]
    # kappa is rounded down. A smaller kappa is a weaker condition, so any lower bound of it proves the same.
    return d, (2 + k + k * s) * depth / 2 - k * Q(e["cosine"]) * root(variance)[0]


def reaches(cone, d, least):
    """d.v >= least |v| on the cone: at the generators, and in between where least is negative by way of |sum c u| >= rho."""
    if least >= 0:
        return all(dot(v, d) >= 0 and dot(v, d)**2 >= least**2 * dot(v, v) for v in cone)
    n = len(cone)
    q = min([Q(1)] + [max(Q(0), dot(u, v)) / (norm(u)[1] * norm(v)[1]) for u in cone for v in cone if u is not v])
    rho = root(q + (1 - q) / n)[0] if n > 1 else Q(1)
    return all(dot(v, d) >= 0 or dot(v, d)**2 <= (least * rho)**2 * dot(v, v) for v in cone)


def penetration(points, classes, c):
    first, second = c["classes"]
    assert first != second
    members = [[i for i, k in enumerate(classes) if k == which] for which in (first, second)]
    n, depth, number = len(points[0]), Q(c["depth"]), 0
    leaves = [gap_leaf(points, members, leaf, depth) for leaf in c["leaves"]]
    for orthant in range(1 << n):
        open_cones = [[[Q((1 - 2 * (orthant >> k & 1)) * (k == d)) for d in range(n)] for k in range(n)]]
        while open_cones:
            cone, code = open_cones.pop(), c["tree"][number]
            number += 1
            if code >= 0:
                if not reaches(cone, *leaves[code]):
                    return Q(0)
                continue
            s, t = divmod(-1 - code, n)
            factor = Q(2) ** exponent(cone[s], cone[t])  # any positive factor covers
            middle = [factor * x + y for x, y in zip(cone[s], cone[t])]
            open_cones += [replace(cone, t, middle), replace(cone, s, middle)]
    return depth / 2 if number == len(c["tree"]) else Q(0)


# A line: the decision at a level below L, margin 0. It changes only at finitely many levels, and 2^-60 of the least gap between these is below all others.


def line_is_possible(ranges, r):
    wide = sorted((a + r, b - r) for a, b in ranges if b - a > 2 * r)
    for (a, b), (c, d) in zip(wide, wide[1:]):
        if c - b < max(b - a, d - c):
            return False
    zones = [(a - (b - a), b + (b - a)) for a, b in wide]  # open
    for a, b in ranges:
        low, high = b - r, a + r
        if low <= high:
            places = [low] + [end for _, end in zones if low <= end <= high]
            if all(any(s < x < e for s, e in zones) for x in places):
                return False
    return True


def line(points, classes, c):
    assert len(points[0]) == 1 and c["level"] > 0
    ranges = [(min(v), max(v)) for v in ([p[0] for p, k in zip(points, classes) if k == which] for which in sorted(set(classes)))]
    level = Q(c["level"])
    # Every break is p/q with |q| <= 8 and p a sum of few coordinates: with the common denominator D they are multiples of 1/(840 D).
    grid = 1
    for x in [level] + [x for pair in ranges for x in pair]:
        grid = max(grid, x.denominator)
    return Q(0) if line_is_possible(ranges, level - Q(1, 2 * 840 * grid)) else level


def thickness_branch(points, c):
    n, level, number = len(points[0]), Q(c["level"]), 0
    rows = list(range(len(points)))
    offsets = [offset(points, leaf, rows, rows) for leaf in c["leaves"]]
    for face in range(n):
        boxes = [[(Q(-1), Q(1))] * (n - 1)]
        while boxes:
            box, code = boxes.pop(), c["tree"][number]
            number += 1
            if code < 0:
                k = -1 - code
                low, high = box[k]
                boxes += [replace(box, k, ((low + high) / 2, high)), replace(box, k, (low, (low + high) / 2))]
                continue
            # The directions with delta.e >= T |e| are a convex cone: its vertices decide for the box.
            delta = offsets[code]
            for corner in range(1 << (n - 1)):
                e = [ends[corner >> k & 1] for k, ends in enumerate(box)]
                e.insert(face, Q(1))
                along = dot(delta, e)
                if along < 0 or along**2 < level**2 * dot(e, e):
                    return Q(0)
    return level if number == len(c["tree"]) else Q(0)


def thickness_covariance(points, c):
    n, mu = len(points[0]), [Q(w) for w in c["weights"]]
    assert len(mu) == len(points) and min(mu) >= 0
    unit = Q(2) ** -c.get("exponent", 0)
    total, basis = sum(mu), [[Q(c["basis"][r * n + k]) * unit for k in range(n)] for r in range(n)]
    centre = [sum(w * p[d] for w, p in zip(mu, points)) / total for d in range(n)]
    images = [[dot([p[d] - centre[d] for d in range(n)], [basis[d][k] for d in range(n)]) for k in range(n)] for p in points]
    gram = [[sum(w * im[a] * im[b] for w, im in zip(mu, images)) / total - (a == b) for b in range(n)] for a in range(n)]
    delta = max(sum(map(abs, row)) for row in gram)
    square = max(sum(abs(dot([basis[d][a] for d in range(n)], [basis[d][b] for d in range(n)])) for b in range(n)) for a in range(n))
    return 2 * root((1 - delta) / square)[0] if delta < 1 else Q(0)


# Linear bounds over boxes; coefficients are enclosures


class Affine:
    def __init__(self):
        self.constant, self.of = Q(0), {}

    def add(self, variable, low, high=None):
        a, b = self.of.get(variable, (Q(0), Q(0)))
        self.of[variable] = (a + low, b + (low if high is None else high))

    def least(self, box):
        return self.constant + sum(min(c * x for c in ends for x in box(v)) for v, ends in self.of.items())


def metric(points, classes, distance, c):
    n, level, total = len(points), Q(c["level"]), Affine()
    pair = lambda i, j: ("d", min(i, j), max(i, j))
    total.add("t", Q(1))
    for r in range(0, len(c["rows"]), 5):
        kind, i, j, k = map(int, c["rows"][r:r + 4])
        y = Q(c["rows"][r + 4])
        assert y >= 0 and i != j and max(i, j, k) < n and min(i, j, k) >= 0
        same = classes[i] == classes[j]
        if kind in (0, 1):
            total.add(pair(i, j), y if kind else -y)
            total.add("t", -y)
            total.constant += y * (-distance[i][j][1] if kind else distance[i][j][0])
        elif kind == 2 and same:
            total.add(pair(i, j), y)
            total.add(("s", i), -y)
        elif kind == 3 and not same:
            total.add(pair(i, j), -y)
            total.add(("s", i), y)
        else:
            assert kind == 4 and k not in (i, j)
            total.add(pair(i, j), y)
            total.add(pair(i, k), -y)
            total.add(pair(j, k), -y)
    ends = lambda i, j: (max(Q(0), distance[i][j][0] - level), distance[i][j][1] + level)

    def box(v):
        if v == "t":
            return Q(0), level
        if v[0] == "d":
            return ends(v[1], v[2])
        reach = [ends(v[1], j) for j in range(n) if j != v[1] and classes[j] == classes[v[1]]]
        return max((e[0] for e in reach), default=Q(0)), max((e[1] for e in reach), default=Q(0))

    return min(level, total.least(box))


# Angles that narrow the cones of a branch certificate in the plane. Directions are pairs of doubles; comparisons of them are exact.


def turn_sign(a, b):
    p, q = a[0] * b[1], a[1] * b[0]
    if a == b or abs(p - q) > 1e-15 * (abs(p) + abs(q)) + 1e-200:
        return 0 if a == b else (p > q) - (p < q)
    value = Q(a[0]) * Q(b[1]) - Q(a[1]) * Q(b[0])
    return (value > 0) - (value < 0)


def about(a, b):
    return a[0] * b[0] + a[1] * b[1]


def negative(s):
    return s and ((-s[0][0], -s[0][1]), (-s[1][0], -s[1][1]), s[2])


def sector(start, end):
    s = turn_sign(start, end)
    return start, end, s > 0 or (s == 0 and about(start, end) > 0)


def holds(s, v):
    start, end, narrow = s
    if not narrow:
        return not (turn_sign(end, v) > 0 and turn_sign(v, start) > 0)
    return turn_sign(start, v) >= 0 and turn_sign(v, end) >= 0 and (start != end or about(start, v) > 0)


def shared(own, other):
    """The hull of the common part of a narrow sector and another one, or None."""
    if not other[2]:
        first, last = holds(other, own[0]), holds(other, own[1])
        return (own[0] if first else other[0], own[1] if last else other[1], True) if first or last else None
    start = other[0] if holds(own, other[0]) else own[0] if holds(other, own[0]) else None
    end = other[1] if holds(own, other[1]) else own[1] if holds(other, own[1]) else None
    return (start, end, True) if start and end else None


def after(rule, own):
    parts = [x for x in (shared(own, s) for s in rule if s) if x]
    if len(parts) < 2:
        return parts[0] if parts else None
    a, b = parts
    return a[0] if turn_sign(a[0], b[0]) >= 0 else b[0], b[1] if turn_sign(a[1], b[1]) >= 0 else a[1], True


def after_all(rules, own):
    for rule in rules:
        own = own and after(rule, own)
    return own


class Angles:
    def __init__(self, branch):
        self.classes, self.count, reach = branch.classes, len(branch.classes), Q(branch.c["reach"])
        assert branch.n == 2 and self.count <= 12 and reach >= branch.level
        self.length = self.lengths(branch.D, branch.m * reach)
        rows = range(self.count)
        self.turns = {(v, p, q): self.turn(v, p, q) for v in rows for p in rows for q in rows if len({v, p, q}) == 3}

    def lengths(self, distance, change):
        rows, classes = range(self.count), self.classes
        own = {(i, k): (max(Q(0), distance[i][k][0] - change), distance[i][k][1] + change) for i in rows for k in rows if i != k}
        for _ in range(3):
            given, own = own, {}
            for i, k in given:
                low, high = given[i, k]
                for o in (o for o in rows if o not in (i, k)):
                    a, b = given[i, o], given[k, o]
                    low, high = max(low, a[0] - b[1], b[0] - a[1]), min(high, a[1] + b[1])
                    if classes[i] != classes[k]:
                        low = max(low, a[0] if classes[o] == classes[i] else b[0] if classes[o] == classes[k] else 0)
                    elif classes[o] != classes[i]:
                        high = min(high, a[1], b[1])
                own[i, k] = min(low, high), high
        return own

    def turn(self, v, p, q):
        """Rotations by the least and by the largest angle at v between p and q."""
        (a, b, c), classes = (self.length[v, p], self.length[v, q], self.length[p, q]), self.classes
        least, largest = Q(-1), Q(1)
        if classes[p] == classes[q] != classes[v]:
            least = Q(1, 2)
        elif (classes[v] == classes[p]) != (classes[v] == classes[q]) and classes[p] != classes[q]:
            own, other = (a, b) if classes[v] == classes[p] else (b, a)
            largest = min(Q(1), other[1] / (2 * own[0])) if own[0] > 0 else Q(1)
        if a[0] > 0 and b[0] > 0:
            cosine = lambda x, y, z: (x * x + y * y - z * z) / (2 * x * y)
            largest = min(largest, max(cosine(x, y, c[0]) for x in a for y in b))
            lows = [cosine(x, y, c[1]) for x in a for y in b]
            for free, side in ((a, b[0]), (a, b[1]), (b, a[0]), (b, a[1])):
                if side > c[1]:
                    low, high = root(side * side - c[1] * c[1])
                    if high >= free[0] and low <= free[1]:
                        lows.append(low / side)
            least = max(least, min(lows))
        moved = [Q(ceil(largest * 2**20 + 1), 2**20), Q(floor(least * 2**20 - 1), 2**20)]
        cosines = [float(min(Q(1), max(Q(-1), x))) for x in moved]
        return [(x, sqrt(1 - x * x)) for x in cosines]

    def at(self, v, p, q):
        together = self.classes[v] != self.classes[p] and self.classes[q] in (self.classes[v], self.classes[p])
        return self.turns[v, p, q] if together or self.length[v, p][0] > 0 else None

    def begin(self, cones, gauge):
        if len(gauge) > 2 and (turns := self.at(*gauge[:3])):
            (a, b), (c, d) = turns
            i, k, first = gauge[0], gauge[2], sector((a, b), (c, d))
            if first[2]:
                self.put(cones, min(i, k), max(i, k), first if i < k else negative(first))

    @staticmethod
    def put(cones, i, k, s):
        cones[i, k] = [[Q(x) for x in v] for v in (s[:1] if s[0] == s[1] else s[:2])]

    @staticmethod
    def turned(s, turns):
        (a, b), (c, d) = turns
        of = lambda x, y, v: (x * v[0] - y * v[1], y * v[0] + x * v[1])
        back = lambda x, y, v: (x * v[0] + y * v[1], x * v[1] - y * v[0])
        return sector(of(a, b, s[0]), of(c, d, s[1])), sector(back(c, d, s[0]), back(a, b, s[1]))

    @staticmethod
    def sum(a, b):
        hulls = (sector(start, end) for start in (a[0], b[0]) for end in (a[1], b[1]))
        return next((h for h in hulls if h[2] and all(holds(h, v) for v in (*a[:2], *b[:2]))), None)

    def rules(self, at, i, k, new, every):
        """The rules for x_ik and whether anything that they depend on is new."""
        found, fresh, classes = [], new(i, k), self.classes
        for p in (p for p in range(self.count) if p not in (i, k)):
            new_from, new_to = new(i, p), new(p, k)
            fresh |= new_from or new_to
            if not (every or new_from or new_to):
                continue
            start, end = at(i, p), at(p, k)
            if start and (every or new_from) and (turns := self.at(i, p, k)):
                found.append(self.turned(start, turns))
            if end and (every or new_to) and (turns := self.at(k, p, i)):
                found.append(self.turned(end, turns))
            if start and end and (hull := self.sum(start, end)):
                found.append((hull, None))
        for j in (j for j in range(self.count) if classes[i] != classes[k] and j != i and classes[j] == classes[i]):
            for l in (l for l in range(self.count) if l != k and classes[l] == classes[k]):
                fresh |= new(j, l)
                if (every or new(j, l)) and (s := at(j, l)):
                    found.append((sector((s[0][1], -s[0][0]), (-s[1][1], s[1][0])), None))
        return found, fresh

    @staticmethod
    def first_cone(rules):
        """The cone of a pair without one, and whether it has no direction at all."""
        for rule in rules:
            first, second = rule
            if second and first[2] and second[2] and holds(second, first[0]):
                hull = sector(second[0], first[1])
                if hull[2] and holds(hull, first[0]) and holds(hull, second[1]):
                    first, second = hull, None
            if first[2] and (second is None or second[2]):
                a, b = after_all(rules, first), second and after_all(rules, second)
                if a is None or b is None:
                    return a or b, a is None and b is None
        return None, False

    def narrow(self, cones, before):
        """False when no direction is left to a difference that is not 0."""
        sectors = {}
        for pair, cone in cones.items():
            a, b = (tuple(map(float, cone[t])) for t in (0, -1))
            sectors[pair] = (a, b, True) if turn_sign(a, b) >= 0 else (b, a, True)
        at = lambda i, k: sectors.get((i, k)) if i < k else negative(sectors.get((k, i)))
        news = {pair for pair, cone in cones.items() if before is None or cone is not before.get(pair)}
        moves = lambda v, w: about(v, w) <= 0 or v[0] * w[1] - v[1] * w[0] > about(v, w) / 1024
        for _ in range(4):
            if not news:
                break
            following = set()
            for i, k in ((i, k) for i in range(self.count) for k in range(i + 1, self.count)):
                old = sectors.get((i, k))
                rules, fresh = self.rules(at, i, k, lambda p, q: (min(p, q), max(p, q)) in news, old is None or (i, k) in news)
                if not fresh:
                    continue
                found, empty = (after_all(rules, old), False) if old else self.first_cone(rules)
                if (empty or (old and found is None)) and self.length[i, k][0] > 0:
                    return False
                if found and old:
                    found = found[0] if moves(old[0], found[0]) else old[0], found[1] if moves(found[1], old[1]) else old[1], True
                if found and found != old:
                    following.add((i, k))
                    sectors[i, k] = found
                    self.put(cones, i, k, found)
            news = following
        return True


class Branch:
    def __init__(self, points, classes, distance, c):
        self.f, self.classes, self.D, self.c, self.iso = points, classes, distance, c, bool(c["gauge"])
        self.n, self.level, self.m = c["dimension"], Q(c["level"]), 1 if c["gauge"] else 2
        self.points = [p + [Q(0)] * (self.n - len(p)) for p in points] if not self.iso else None

    def base(self, i, k):
        return [Q(0)] * self.n if self.iso else [y - x for x, y in zip(self.points[i], self.points[k])]

    def box(self, v):
        if v == "t":
            return Q(0), self.level
        if v[0] == "s":
            mates = [j for j, k in enumerate(self.classes) if k == self.classes[v[1]] and j != v[1]]
            if not mates:
                return Q(0), Q(0)
            low = max([Q(0)] + [self.D[v[1]][j][0] - self.m * self.level for j in mates])
            # From above: the farthest of its class, and the nearest of the others. An empty range excludes everything, so any box will do then.
            high = min(self.D[v[1]][j][1] for j, k in enumerate(self.classes) if k != self.classes[v[1]]) if len(set(self.classes)) > 1 else None
            high = max(self.D[v[1]][j][1] for j in mates) if high is None else min(high, max(self.D[v[1]][j][1] for j in mates))
            return low, max(low, high + self.m * self.level)
        i, d = v[1:]
        if not self.iso:
            return -self.level, self.level
        gauge = self.c["gauge"]
        reach = Q(0) if i == gauge[0] else self.D[gauge[0]][i][1] + self.level
        if i in gauge[1:]:
            place = gauge.index(i)
            if d >= place:
                return Q(0), Q(0)
            if d == place - 1:
                least = max(Q(0), self.D[gauge[0]][i][0] - self.level) if place == 1 else Q(0)
                return min(least, reach), reach
        return -reach, reach

    def difference(self, total, i, j, w, factor):
        for d in range(self.n):
            total.add(("u", j, d), factor * w[d])
            total.add(("u", i, d), -factor * w[d])
        total.constant += factor * dot(w, self.base(i, j))

    def leaf(self, rows, cones):
        total, at = Affine(), 0
        total.add("t", Q(1))
        while at < len(rows):
            kind, i, j = map(int, rows[at:at + 3])
            length = {3: 1, 4: 1, 5: 3 + self.n}.get(kind, self.n)
            y = [Q(x) for x in rows[at + 3:at + 3 + length]]
            at += 3 + length
            same, (near, far) = self.classes[i] == self.classes[j], self.D[i][j]
            if kind == 0:
                assert not self.iso and i == j
                for d in range(self.n):
                    total.add(("u", i, d), y[d])
                total.add("t", *(-x for x in reversed(norm(y))))
            elif kind == 1:
                assert same and i != j
                self.difference(total, i, j, y, 1)
                total.add(("s", i), *(-x for x in reversed(norm(y))))
            elif kind == 2:
                assert self.iso and i != j
                self.difference(total, i, j, y, 1)
                total.add("t", *(-x for x in reversed(norm(y))))
                total.constant -= norm(y)[1] * far
            elif kind == 3:
                assert same and y[0] >= 0
                total.add(("s", i), -y[0])
                total.add("t", -self.m * y[0])
                total.constant += y[0] * near
            elif kind == 4:
                assert not same and y[0] >= 0
                total.add(("s", i), y[0])
                total.add("t", -self.m * y[0])
                total.constant -= y[0] * far
            else:
                cone, z = cones[i, j], y[3:]
                assert kind == 5 and i < j and min(y[:3]) >= 0 and (not same or y[0] == y[1] == 0) and (self.iso or y[2] == 0)
                slopes = [dot(z, v) / norm(v)[1 if dot(z, v) >= 0 else 0] for v in cone]
                slope = min(slopes) if min(slopes) >= 0 else -norm(z)[1]
                total.constant -= max(Q(0), sum(y[:3]) - slope) * (far + self.m * self.level)
                self.difference(total, i, j, z, -1)
                total.add(("s", i), y[0])
                total.add(("s", j), y[1])
                total.add("t", -y[2])
                total.constant += y[2] * near
        return total.least(self.box) >= self.level

    def ball(self, cone, centre):
        radius, inwards = 2 * self.level, sign(cone)
        for t in range(self.n):
            if self.n == 1:
                normal = [Q(1)]
            elif self.n == 2:
                normal = [cone[1][1], -cone[1][0]] if t == 0 else [-cone[0][1], cone[0][0]]
            else:
                a, b = cone[(t + 1) % 3], cone[(t + 2) % 3]
                normal = [a[(d + 1) % 3] * b[(d + 2) % 3] - a[(d + 2) % 3] * b[(d + 1) % 3] for d in range(3)]
            along = inwards * dot(normal, centre)
            if inwards == 0 or along < 0 or along**2 < radius**2 * dot(normal, normal):
                return False
        return True

    def arcs(self, vectors):
        if self.n == 1:
            assert vectors[0][0] > 0 > vectors[1][0] and len(vectors) == 2
            return [[v] for v in vectors]
        arcs = [[v, vectors[(t + 1) % len(vectors)]] for t, v in enumerate(vectors)]
        assert self.n == 2 and vectors and all(sign(a) > 0 and dot(*a) > 0 for a in arcs)
        return arcs

    def with_arc(self, state, a, b, arc):
        cones, arcs = dict(state[0]), dict(state[1])
        arcs[a, b] = arc
        whole = arc if self.n == 1 else [arc[0], [-arc[1][1], arc[1][0]]]
        for i, k in ((i, k) for i, p in enumerate(self.classes) if p == a for k, q in enumerate(self.classes) if q == b):
            pair, other = (min(i, k), max(i, k)), whole if i < k else [[-x for x in v] for v in whole]
            cones[pair] = self.common(cones.get(pair), other)
        return cones, arcs

    @staticmethod
    def common(cone, other):
        inside = lambda c, v: sign([c[0], v]) >= 0 and sign([v, c[1]]) >= 0
        if cone is None or len(other) == 1:
            return other
        if len(cone) == 1:
            return cone if inside(other, cone[0]) else other
        cone = cone if sign(cone) > 0 else cone[::-1]
        replaced = [inside(cone, other[0]), inside(cone, other[1])]
        both = [o if r else own for o, r, own in zip(other, replaced, cone)]
        return other if sign(both) <= 0 or (not any(replaced) and not inside(other, cone[0])) else both

    def children(self, node, state):
        kind, i, k = map(int, node[:3])
        vectors = [[Q(x) for x in node[d:d + self.n]] for d in range(5 if kind == 2 else 3, len(node), self.n)]
        cones, arcs = state
        if kind == 1:
            signs = [sign(vectors[:t] + vectors[t + 1:]) for t in range(self.n + 1)]
            assert (i, k) not in cones and i < k and len(vectors) == self.n + 1 and signs[0] != 0 and all(s == signs[0] * (-1) ** t for t, s in enumerate(signs))
            return [({**cones, (i, k): vectors[:t] + vectors[t + 1:]}, arcs) for t in range(self.n + 1)]
        if kind == 2:
            (s, t), cone = map(int, node[3:5]), cones[i, k]
            signs = [sign(cone) * sign(replace(cone, j, vectors[0])) for j in range(self.n)]
            assert s != t and all(x > 0 if j in (s, t) else x <= 0 for j, x in enumerate(signs))
            return [({**cones, (i, k): replace(cone, j, vectors[0])}, arcs) for j in (s, t)]
        if kind == 3:
            assert i < k and (i, k) not in arcs
            return [self.with_arc(state, i, k, arc) for arc in self.arcs(vectors)]
        a, b = arcs[i, k]
        assert kind == 4 and sign([a, vectors[0]]) > 0 and sign([vectors[0], b]) > 0
        return [self.with_arc(state, i, k, arc) for arc in ([a, vectors[0]], [vectors[0], b])]

    def bound(self):
        gauge, cones = self.c["gauge"], {}
        assert len(set(gauge)) == len(gauge) <= self.n + 1 and len(self.f[0]) <= (self.n if not self.iso else len(self.f[0]))
        if len(gauge) > 1:
            cones[min(gauge[:2]), max(gauge[:2])] = [[Q(1 if gauge[0] < gauge[1] else -1)] + [Q(0)] * (self.n - 1)]
        for ball in self.c["balls"]:
            i, k, cone = int(ball[0]), int(ball[1]), [[Q(x) for x in ball[d:d + self.n]] for d in range(2, 2 + self.n**2, self.n)]
            assert i < k and not self.iso and self.ball(cone, self.base(i, k))
            cones[i, k] = cone
        assert self.c["schema"].endswith("/3") == ("reach" in self.c)
        angles = Angles(self) if "reach" in self.c else None
        if angles:
            angles.begin(cones, gauge)
        open_states = [(cones, {}, angles is not None and not angles.narrow(cones, None))]
        for node in self.c["nodes"]:
            *state, is_empty = open_states.pop()
            if node[0] == 0:
                if not is_empty and not self.leaf(node[1:], state[0]):
                    return Q(0)
                continue
            children = [(dict(c), arcs) for c, arcs in self.children(node, state)]
            open_states += [(c, arcs, angles is not None and not angles.narrow(c, state[0])) for c, arcs in children][::-1]
        return Q(0) if open_states else self.level


def proved(points, labels, c, metric_of=None):
    names, kind = sorted(set(labels)), c["schema"].split("/")[1]
    classes, f = [names.index(k) for k in labels], [[Q(x) for x in row] for row in points]
    if kind.startswith("thickness"):
        assert c["digest"] == points_digest(points), "digest"
        return thickness_branch(f, c) if "branch" in kind else thickness_covariance(f, c)
    assert any(c["digest"] in digests(points, classes, m) for m in (0, 1)), "digest"
    isometric = c["digest"] in digests(points, classes, 1)
    if kind == "subset-certificate":
        rows = c["rows"]
        assert c["inner"]["schema"].split("/")[1] != kind and all(i < j for i, j in zip(rows, rows[1:])) and 0 <= rows[0] and rows[-1] < len(points)
        return proved([points[i] for i in rows], [labels[i] for i in rows], c["inner"], isometric)
    assert metric_of in (None, isometric), "the metric of the rows is another one"
    if kind == "line-certificate":
        assert not isometric
        return line(f, classes, c)
    if kind == "penetration-certificate":
        assert not isometric
        return penetration(f, classes, c)
    distance = [[norm([x - y for x, y in zip(a, b)]) for b in f] for a in f]
    if kind == "metric-certificate":
        assert isometric
        return metric(f, classes, distance, c)
    assert kind == "branch-certificate" and isometric == bool(c["gauge"])
    return Branch(f, classes, distance, c).bound()


if __name__ == "__main__":
    failed = 0
    for item in (item for path in sys.argv[1:] for item in json.load(open(path))):
        try:
            ok = proved(item["points"], item["labels"], item["certificate"]) >= Q(item["bound"]) * (1 - Q(1, 10**12))
        except (AssertionError, IndexError, KeyError, ValueError) as error:
            ok = False
            print(item["name"], "malformed:", error)
        failed += not ok
        print(item["name"], item["certificate"]["schema"], item["bound"], "proved" if ok else "NOT PROVED")
    sys.exit(1 if failed else 0)
