"""Independent check of direction certificates of d_haus in exact rational arithmetic; Python standard library only.

usage: check_direction_certificate.py FILE...
Each file: [{name, points, labels, margin, certificate, bound}]. Prints one line per certificate; exit code 1 when one does not prove bound (1 - 1e-12).
Statement and proof: docs/certificates.md. Square roots are enclosed by integer square roots, everything else is exact. The middle of a cell is computed in
double arithmetic, as defined there; any vector would do.
"""
import hashlib
import json
import math
import struct
import sys
from fractions import Fraction as Q
from math import isqrt

# The second has slopes in every leaf.
SCHEMAS = ["isoapprox/direction-certificate/1", "isoapprox/direction-certificate/2"]


def digest(points, classes, margin):
    data = b"isoapprox/problem/2" + struct.pack("<iii", 0, 1, 0) + struct.pack("<dddd", margin, math.inf, 0.0, 0.0)
    data += struct.pack("<iiii", len(points), len(points[0]), max(classes) + 1, min(2, max(classes) + 1))
    data += b"".join(struct.pack("<d", x + 0.0) for row in points for x in row) + b"".join(struct.pack("<i", k) for k in classes)
    return hashlib.sha256(data).hexdigest()


def root(x):
    """Enclosure of the square root of x >= 0."""
    if x <= 0:
        return Q(0), Q(0)
    shift = max(0, 220 - x.numerator.bit_length() + x.denominator.bit_length()) // 2 + 1
    low = isqrt((x.numerator << (2 * shift)) // x.denominator)
    return Q(low, 1 << shift), Q(low + 1, 1 << shift)


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), Q(0))


class Cone:
    """The directions of a family lie in a cell: a box on a face of the cube."""

    def __init__(self, family, face, low, high, container):
        self.family, self.face, self.low, self.high, self.container = family, face, low, high, container

    def corners(self):
        n = len(self.low) + 1
        for c in range(1 << (n - 1)):
            corner = [self.high[k] if c >> k & 1 else self.low[k] for k in range(n - 1)]
            corner.insert(self.face >> 1, -1.0 if self.face & 1 else 1.0)
            yield corner

    def cap(self):
        """Middle v and a lower bound of the cosine between it and the directions of the cell."""
        middle = [0.0] * (len(self.low) + 1)
        for corner in self.corners():
            length = math.sqrt(sum(x * x for x in corner))
            middle = [m + x / length for m, x in zip(middle, corner)]
        norm = math.sqrt(sum(x * x for x in middle))
        v = [Q(round(x / norm * 65536), 65536) for x in middle]
        cosine = Q(1)
        for corner in self.corners():
            c = [Q(x) for x in corner]
            along = dot(v, c)
            cosine = min(cosine, along / root(dot(v, v) * dot(c, c))[1 if along > 0 else 0])
        return v, cosine

    def square(self, n):
        points = sum(side < 0 for side in self.family)
        return (Q(1, n), Q(n + 1, 2 * n), Q(1))[points]

    def axis(self):
        """v and an upper bound s with |x| <= s v.x; None when the half angle may be 90 degrees."""
        n = len(self.low) + 1
        v, cosine = self.cap()
        if cosine <= 0:
            return None
        b = self.square(n)
        least = root(b)[0] * cosine - root(1 - b)[1] * root(1 - cosine**2)[1]
        return (v, 1 / (least * root(dot(v, v))[0])) if least > 0 else None

    def empty(self):
        """No direction of the cell is within the container's half angle of its axis (n = 2: within the difference of the half angles)."""
        axis = self.container.axis() if self.container else None
        if not axis:
            return False
        n, (v, s), (w, delta) = len(self.low) + 1, axis, self.cap()
        length = root(dot(v, v))
        angle = math.acos(float(1 / (s * length[1])))
        if n == 2:
            angle = max(0.0, angle - math.acos(min(1.0, math.sqrt(self.square(2)))))
        # Floating point with a margin: a cell that is nearly in reach is not called empty.
        between = math.acos(max(-1.0, min(1.0, float(dot(v, w)) / math.sqrt(float(dot(v, v)) * float(dot(w, w))))))
        return between > angle + math.acos(min(1.0, float(delta))) + 1e-9


class Direction:
    def __init__(self, points, classes, margin, c):
        self.n, self.level, self.c, self.classes, self.margin = c["dimension"], Q(c["level"]), c, classes, Q(margin)
        self.f = [[Q(x) for x in row] + [Q(0)] * (self.n - len(row)) for row in points]
        assert self.level > 0 and self.n >= len(points[0])

    def belongs(self, row, side):
        return row == -1 - side if side < 0 else self.classes[row] == side

    def owner(self, side):
        return self.classes[-1 - side] if side < 0 else side

    def contains(self, family, other):
        return all(a == b or (a >= 0 > b and self.owner(b) == a) for a, b in zip(family, other))

    def children(self, path, node):
        kind = node[0]
        if kind == 1:
            family, container = (int(node[1]), int(node[2])), int(node[3])
            for side in family:
                assert (0 <= side <= max(self.classes)) if side >= 0 else -1 - side < len(self.f)
            assert self.owner(family[0]) < self.owner(family[1])
            within = path[container] if container >= 0 else None
            assert within is None or self.contains(within.family, family)
            ones = [1.0] * (self.n - 1)
            return [path + [Cone(family, face, [-x for x in ones], ones, within)] for face in range(2 * self.n)]
        assert kind == 2
        cone, k, position = path[int(node[1])], int(node[2]), float(node[3])
        assert int(node[1]) >= 0 and 0 <= k < self.n - 1 and cone.low[k] < position < cone.high[k]
        parts = []
        for low, high in ((cone.low[k], position), (position, cone.high[k])):
            lows, highs = list(cone.low), list(cone.high)
            lows[k], highs[k] = low, high
            parts.append(path + [Cone(cone.family, cone.face, lows, highs, cone.container)])
        return parts

    def slopes(self, leaf, size):
        """h by row; None for a leaf without."""
        h = leaf["slopes"] if self.c["schema"] == SCHEMAS[1] else []
        assert not h or (len(h) == size * self.n and self.margin > 0)
        return [[Q(x) for x in h[i * self.n:(i + 1) * self.n]] for i in range(size)] if h else None

    def leaf(self, leaf, path):
        """The square of the proved bound in units of the level."""
        rows, mu, n = leaf["rows"], [Q(w) for w in leaf["mu"]], self.n
        size = len(rows)
        assert len(set(rows)) == size == len(mu) and min(mu) >= 0 and sum(mu) > 0 and all(0 <= i < len(self.f) for i in rows)
        matrix = [[mu[i] if i == j else Q(0) for j in range(size)] for i in range(size)]
        x = [[a / self.level for a in self.f[i]] for i in rows]
        linear = [[Q(0)] * n for _ in rows]
        alpha, constant, slopes = self.margin / self.level, Q(0), self.slopes(leaf, size)
        sums = [[Q(0), Q(0)] for _ in rows]
        pairs = [leaf["pairs"][k:k + 3] for k in range(0, len(leaf["pairs"]), 3)]
        for a, o, value in pairs:
            assert 0 <= a < size and 0 <= o < size and a != o and value >= 0
            sums[a][self.classes[rows[a]] != self.classes[rows[o]]] += Q(value)
        for a, o, value in pairs:
            w = Q(value)
            if self.classes[rows[a]] == self.classes[rows[o]]:
                w *= min(Q(1), sums[a][1] / sums[a][0]) if sums[a][0] else 0
                apart = [p - q for p, q in zip(slopes[a], slopes[o])] if slopes else [Q(0)] * n
                # 2 alpha lambda |g_a - g_o| is at least the product with any vector as long as 2 alpha lambda.
                pull = [2 * alpha * w * p / root(1 + dot(apart, apart))[1] for p in apart]
                linear[a] = [p + q for p, q in zip(linear[a], pull)]
                linear[o] = [p - q for p, q in zip(linear[o], pull)]
            elif slopes:
                constant += w * alpha**2
                w = -w
            else:
                mates = [j for j, k in enumerate(self.classes) if k == self.classes[rows[a]]]
                far = max(root(dot(d, d))[0] for d in ([p - q for p, q in zip(self.f[rows[a]], self.f[j])] for j in mates))
                constant += w * (alpha**2 + 2 * alpha * max(Q(0), far / self.level - 2))
                w = -w
            matrix[a][a] += w
            matrix[o][o] += w
            matrix[a][o] -= w
            matrix[o][a] -= w
        width = n + 5
        for at in range(0, len(leaf["cones"]), width):
            number, kind, i, j = (int(value) for value in leaf["cones"][at:at + 4])
            kappa = [Q(value) for value in leaf["cones"][at + 4:at + width]]
            assert 0 <= number < len(path) and 0 <= i < size and 0 <= j < size and kind in (0, 1, 2)
            cone = path[number]
            v, s = cone.axis()
            top = max(kappa[n], root(dot(kappa[:n], kappa[:n]))[1])
            first, second = cone.family

            def flow(a, b, q):
                for k in range(n):
                    linear[a][k] += q[k]
                    linear[b][k] -= q[k]

            flow(i, j, kappa[:n])
            if kind == 0:
                assert self.belongs(rows[i], first) and self.belongs(rows[j], second)
                flow(i, j, [-top * s * y for y in v])
                continue
            assert self.belongs(rows[i], first if kind == 1 else second) and self.classes[rows[i]] == self.classes[rows[j]]
            constant += top * alpha
            lines = [leaf["lines"][k:k + 4] for k in range(0, len(leaf["lines"]), 4)]
            lines = [(int(row), Q(w)) for cone_number, line_kind, row, w in lines if (cone_number, line_kind) == (number, kind)]
            assert lines and min(w for _, w in lines) >= 0
            total = sum(w for _, w in lines)
            for row, w in lines:
                assert 0 <= row < size and self.belongs(rows[row], second if kind == 1 else first)
                q = [-top * s * w / total * y for y in v]
                flow(*((i, row) if kind == 1 else (row, i)), q)
        # Minimum of sum mu |x - g|^2 + tr g^T Lambda g + linear.g: solve S g = M x - linear / 2.
        right = [[mu[i] * x[i][k] - linear[i][k] / 2 for k in range(n)] for i in range(size)]
        value = constant + sum(mu[i] * dot(x[i], x[i]) for i in range(size))
        for p in range(size):
            pivot = matrix[p][p]
            assert pivot > 0, "not positive definite"
            value -= dot(right[p], right[p]) / pivot
            for r in range(p + 1, size):
                factor = matrix[r][p] / pivot
                if factor:
                    matrix[r] = [a - factor * b for a, b in zip(matrix[r], matrix[p])]
                    right[r] = [a - factor * b for a, b in zip(right[r], right[p])]
        return value / sum(mu)

    def bound(self):
        open_paths, leaves, least = [[]], iter(self.c["leaves"]), None
        for node in self.c["tree"]:
            path = open_paths.pop()
            if node == 0:
                square = self.leaf(next(leaves), path)
                least = square if least is None else min(least, square)
            elif node == 3:
                assert path and path[-1].empty(), "not empty"
            else:
                open_paths += self.children(path, node)[::-1]
        assert not open_paths and next(leaves, None) is None and least is not None
        # The margin's terms without slopes use r <= level: no more than the level is proved.
        return self.level * min(Q(1), root(max(Q(0), least))[0])


def proved(item):
    points, labels, c, margin = item["points"], item["labels"], item["certificate"], item.get("margin", 0.0)
    names = sorted(set(labels))
    classes = [names.index(k) for k in labels]
    assert c["schema"] in SCHEMAS and c["digest"] == digest(points, classes, margin), "digest"
    return Direction(points, classes, margin, c).bound()


if __name__ == "__main__":
    failed = 0
    for item in (item for path in sys.argv[1:] for item in json.load(open(path))):
        try:
            ok = proved(item) >= Q(item["bound"]) * (1 - Q(1, 10**12))
        except (AssertionError, IndexError, KeyError, StopIteration, TypeError, ValueError) as error:
            ok = False
            print(item["name"], "malformed:", error)
        failed += not ok
        print(item["name"], item["certificate"]["schema"], item["bound"], "proved" if ok else "NOT PROVED")
    sys.exit(1 if failed else 0)
