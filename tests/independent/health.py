"""The measures of `isoapprox health --json` once more, in plain Python, sharing no code with it.

usage: health.py result.json points.csv LABEL_COLUMN [other.csv [weights.csv bias.csv [levels.txt]]]

Prints one line a measure and ends with 1 when one differs by more than 1e-10 (relative to the larger of 1 and the value).
The thickness is exact in the plane; in more coordinates its interval must end below every width that a search finds.
Losses that jump where two distances tie are computed for both ways of rounding; the value must be one of a term by term choice.
Singular values are square roots of eigenvalues found by Jacobi rotations of the columns (one-sided: no squares are formed).
"""
import csv
import json
import math
import random
import sys

TOLERANCE = 1e-10


def read(path, label_column):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name != label_column]
    return [[float(row[name]) for name in names] for row in rows], [row[label_column] for row in rows]


def dot(x, y):
    return math.fsum(a * b for a, b in zip(x, y))


def minus(x, y):
    return [a - b for a, b in zip(x, y)]


def mean(rows):
    return [math.fsum(column) / len(rows) for column in zip(*rows)]


def average(values):
    values = list(values)
    return math.fsum(values) / len(values)


def squared(x, y):
    return dot(minus(x, y), minus(x, y))


def centred(rows):
    centre = mean(rows)
    return [minus(row, centre) for row in rows]


def rotate(columns):
    """Makes the columns orthogonal by plane rotations; returns them and the rotated unit matrix."""
    columns = [list(column) for column in columns]
    basis = [[1.0 if i == j else 0.0 for i in range(len(columns))] for j in range(len(columns))]
    for _ in range(60):
        rotated = False
        for p in range(len(columns)):
            for q in range(p + 1, len(columns)):
                a, b, c = dot(columns[p], columns[p]), dot(columns[q], columns[q]), dot(columns[p], columns[q])
                if abs(c) <= 1e-16 * math.sqrt(a * b):
                    continue
                rotated = True
                z = (b - a) / (2 * c)
                t = math.copysign(1, z) / (abs(z) + math.hypot(1, z))
                cosine = 1 / math.hypot(1, t)
                sine = cosine * t
                for rows in (columns, basis):
                    rows[p], rows[q] = (
                        [cosine * x - sine * y for x, y in zip(rows[p], rows[q])],
                        [sine * x + cosine * y for x, y in zip(rows[p], rows[q])],
                    )
        if not rotated:
            break
    return columns, basis


def spectrum(rows, ending):
    columns = list(zip(*rows)) if len(rows) >= len(rows[0]) else rows
    s = sorted((math.sqrt(dot(c, c)) for c in rotate(columns)[0]), reverse=True)
    s = [x for x in s if x > max(len(rows), len(rows[0])) * 2.0**-52 * s[0]] + [
        0.0 for x in s if x <= max(len(rows), len(rows[0])) * 2.0**-52 * s[0]
    ]
    e = [x * x for x in s]

    def rank(values, epsilon):
        p = [x / math.fsum(values) + epsilon for x in values]
        return math.exp(-math.fsum(x * math.log(x) for x in p if x > 0))

    yield "rankme" + ending, rank(s, 1e-7)
    yield "effective-rank-singular-values" + ending, rank(s, 0)
    yield "effective-rank-eigenvalues" + ending, rank(e, 0)
    yield "stable-rank" + ending, math.fsum(e) / e[0]
    yield "participation-ratio" + ending, math.fsum(e) ** 2 / math.fsum(x * x for x in e)
    e = [x for x in e if x > 0]
    if len(e) > 1:
        x = [math.log(k + 1) for k in range(len(e))]
        y = [math.log(v) for v in e]
        yield "alpha-req" + ending, -dot([v - average(x) for v in x], [v - average(y) for v in y]) / math.fsum(
            (v - average(x)) ** 2 for v in x
        )


def losses(rows, labels, margin):
    hinges, gaps = [], []
    for i, row in enumerate(rows):
        distances = [math.sqrt(squared(row, other)) for other in rows]
        negatives = [d for d, label in zip(distances, labels) if label != labels[i]]
        if negatives:
            gaps.append(max(d for d, label in zip(distances, labels) if label == labels[i]) - min(negatives))
            hinges.append(gaps[-1] + margin)
    yield "hard-mined-loss", max(0.0, max(hinges))
    yield "batch-hard-loss", average(max(0.0, h) for h in hinges)
    yield "active-share", average(1.0 if h > 0 else 0.0 for h in hinges)
    yield "contraction-slope", average(gaps) / math.sqrt(average(dot(x, x) for x in centred(rows)))
    yield "diameter", math.sqrt(max(squared(x, y) for x in rows for y in rows))


def softplus(t):
    return max(t, 0.0) + math.log1p(math.exp(-abs(t)))


def batches(rows, labels, result, levels):
    """The other losses. Values are pairs (least, largest) where a tie of rounded distances decides."""
    margin, beta, heat = result["margin"], result["beta"], result["temperature"]
    d = [[math.sqrt(squared(x, y)) for y in rows] for x in rows]
    u = [[x / math.sqrt(dot(row, row)) for x in row] for row in rows]
    points = range(len(rows))
    tie = 1e-12 * max(map(max, d))
    hinges, semi, easy, both, infonce, scl, hscl, ladder, pairs = [], [], [], [], [], [], [], [], []

    def half(a, p, negatives, to):
        ends = []
        for shift in (-tie, tie):
            farther = [d[a][n] for n in negatives if d[a][n] > d[a][p] + shift]
            ends.append(max(0.0, d[a][p] - min(farther) + margin) if farther else None)
        if None not in ends:
            to.append((min(ends), max(ends)))

    for a in points:
        pairs += [d[a][j] ** 2 if labels[j] == labels[a] else max(0.0, margin**2 - d[a][j] ** 2) for j in range(a)]
        if levels:
            level = [0 if labels[j] == labels[a] else 1 if levels[j] == levels[a] else 2 for j in points]
            terms = []
            for boundary in (1, 2):
                below = [j for j in points if j != a and level[j] < boundary]
                above = [j for j in points if level[j] >= boundary]
                if below and above:
                    terms.append(average(max(0.0, d[a][i] - d[a][k] + margin) for i in below for k in above))
            ladder += [math.fsum(terms)] if terms else []
        positives = [p for p in points if labels[p] == labels[a] and p != a]
        negatives = [n for n in points if labels[n] != labels[a]]
        if not positives or not negatives:
            continue
        hinges += [d[a][p] - d[a][n] + margin for p in positives for n in negatives]
        for p in positives:
            half(a, p, negatives, semi)
        nearest = min(positives, key=lambda p: d[a][p])
        half(a, nearest, negatives, both)
        easy.append(max(0.0, d[a][nearest] - min(d[a][n] for n in negatives) + margin))
        cosine = [dot(u[a], x) / heat for x in u]
        infonce.append(average(
            math.log(1 + math.fsum(math.exp(cosine[n] - cosine[p]) for n in negatives)) for p in positives))
        inner = [dot(rows[a], x) for x in rows]
        top = max(inner[n] for n in negatives)
        weights = [math.exp(beta * (inner[n] - top)) for n in negatives]
        total = math.fsum(weights)
        scl.append(average(softplus(inner[n] - inner[p]) for p in positives for n in negatives))
        hscl.append(average(
            math.fsum(w * softplus(inner[n] - inner[p]) for w, n in zip(weights, negatives)) / total for p in positives))
    active = [math.fsum(h for h in hinges if h > 0) / max(1, sum(h > shift for h in hinges)) for shift in (-tie, tie)]
    yield "batch-all-loss", average(max(0.0, h) for h in hinges)
    yield "batch-all-active-loss", (min(active), max(active))
    for name, terms in (("semi-hard-loss", semi), ("easy-positive-semi-hard-loss", both)):
        yield name, (average(x for x, _ in terms), average(x for _, x in terms))
    yield "easy-positive-loss", average(easy)
    yield "pair-loss", average(pairs)
    yield "infonce-loss", average(infonce)
    yield "scl-loss", average(scl)
    yield "hscl-loss", average(hscl)
    if levels:
        yield "ladder-loss", average(ladder)


def directions(rows, labels):
    kept = [(row, label) for row, label in zip(rows, labels) if any(row)]
    u = [[x / math.sqrt(dot(row, row)) for x in row] for row, _ in kept]
    m = len(u)
    pairs = [(i, j) for i in range(m) for j in range(i)]
    yield "mean-cosine", average(dot(u[i], u[j]) for i, j in pairs)
    yield "normalised-std", average(math.sqrt(math.fsum((x - average(c)) ** 2 for x in c) / (m - 1)) for c in zip(*u))
    yield "uniformity", math.log(average(math.exp(-2 * squared(u[i], u[j])) for i, j in pairs))
    yield "alignment", average(squared(u[i], u[j]) for i, j in pairs if kept[i][1] == kept[j][1])


def classes(rows, labels):
    names = sorted(set(labels))
    members = {c: [row for row, label in zip(rows, labels) if label == c] for c in names}
    means = {c: mean(members[c]) for c in names}
    spread = {c: average(squared(row, means[c]) for row in members[c]) for c in names}
    m = centred([means[c] for c in names])
    count = len(names)
    within = average(squared(row, means[label]) for row, label in zip(rows, labels))
    between = average(dot(x, x) for x in m)
    # Rotating the coordinates (columns of m) makes S_B diagonal: its eigenvectors are the rows of the basis.
    rotated, basis = rotate(list(zip(*m)))
    values = [dot(c, c) / count for c in rotated]
    yield "nc1-pinv", math.fsum(
        average(dot(minus(row, means[label]), v) ** 2 for row, label in zip(rows, labels)) / x
        for v, x in zip(basis, values)
        if x > 1e-12 * max(values)
    ) / count
    yield "nc1-quotient", within / between
    pairs = [(c, d) for c in range(count) for d in range(count) if c != d]
    yield "cdnv", average(
        (spread[names[c]] + spread[names[d]]) / (2 * squared(means[names[c]], means[names[d]])) for c, d in pairs
    )
    norms = [math.sqrt(dot(x, x)) for x in m]
    yield "nc2-equinorm", math.sqrt(average((x - average(norms)) ** 2 for x in norms)) / average(norms)
    cosines = [dot(m[c], m[d]) / norms[c] / norms[d] for c, d in pairs]
    yield "nc2-equiangle", math.sqrt(average((x - average(cosines)) ** 2 for x in cosines))
    yield "nc2-max-angle", average(abs(x + 1 / (count - 1)) for x in cosines)
    gram = [[dot(x, y) for y in m] for x in m]
    size = math.sqrt(math.fsum(x * x for row in gram for x in row))
    yield "nc2-etf-error", math.sqrt(
        math.fsum(
            (gram[c][d] / size - ((c == d) - 1 / count) / math.sqrt(count - 1)) ** 2
            for c in range(count)
            for d in range(count)
        )
    )
    yield "nc4", average(
        1.0 if all(key(squared(row, means[label])) < key(squared(row, means[c])) for c in names if c != label) else 0.0
        for row, label in zip(rows, labels)
    )


def width(rows, direction):
    along = [dot(row, direction) for row in rows]
    return (max(along) - min(along)) / math.sqrt(dot(direction, direction))


def thickness(rows):
    """The least width: in the plane across an edge of the hull, so across some pair of points; else the least one of a search."""
    if len(rows[0]) == 2:
        across = [[y[1] - x[1], x[0] - y[0]] for x in rows for y in rows if x != y]
        return min(width(rows, e) for e in across)
    random.seed(1)
    best = math.inf
    for _ in range(20):
        e = [random.gauss(0, 1) for _ in rows[0]]
        value, step = width(rows, e), 1.0
        while step > 1e-3:
            tried = [x + step * random.gauss(0, 1) for x in e]
            if width(rows, tried) < value:
                e, value = [x / math.sqrt(dot(tried, tried)) for x in tried], width(rows, tried)
            else:
                step *= 0.97
        best = min(best, value)
    return best


def lidar(rows, labels):
    """By the covariances and a Cholesky factor: L L^T = S_w + delta I, then the singular values of L^-1 (mu_c - mu)."""
    names = sorted(set(labels))
    members = {c: [row for row, label in zip(rows, labels) if label == c] for c in names}
    means = {c: mean(members[c]) for c in names}
    n, count = len(rows[0]), len(names)
    deviations = [minus(row, means[label]) for row, label in zip(rows, labels)]
    within = [
        [math.fsum(d[a] * d[b] for d in deviations) / (len(rows) - count) + (1e-4 if a == b else 0.0) for b in range(n)]
        for a in range(n)
    ]
    factor = [[0.0] * n for _ in range(n)]
    for a in range(n):
        for b in range(a + 1):
            rest = within[a][b] - dot(factor[a][:b], factor[b][:b])
            factor[a][b] = math.sqrt(rest) if a == b else rest / factor[b][b]
    solved = []
    for m in centred([means[c] for c in names]):
        x = []
        for a in range(n):
            x.append((m[a] - dot(factor[a][:a], x)) / factor[a][a])
        solved.append([v / math.sqrt(count - 1) for v in x])
    columns = list(zip(*solved)) if count >= n else solved
    values = [dot(c, c) for c in rotate(columns)[0]] + [0.0] * max(0, n - count)
    shares = [v / math.fsum(values) + 1e-7 for v in values]
    yield "lidar", math.exp(-math.fsum(p * math.log(p) for p in shares))


def classifier(rows, labels, weights, bias):
    names = sorted(set(labels))
    members = {c: [row for row, label in zip(rows, labels) if label == c] for c in names}
    means = [mean(members[c]) for c in names]
    m = centred(means)
    sizes = [math.sqrt(math.fsum(x * x for row in a for x in row)) for a in (weights, m)]
    yield "nc3-self-duality", math.fsum(
        (x / sizes[0] - y / sizes[1]) ** 2 for v, w in zip(weights, m) for x, y in zip(v, w)
    )
    agree = 0
    for row in rows:
        scores = [dot(w, row) + b for w, b in zip(weights, bias)]
        squares = [key(squared(row, x)) for x in means]
        agree += (
            scores.count(max(scores)) == 1
            and squares.count(min(squares)) == 1
            and scores.index(max(scores)) == squares.index(min(squares))
        )
    yield "nc4-classifier", agree / len(rows)


def key(value):
    """24 bits: rounding decides no order."""
    fraction, exponent = math.frexp(value)
    return math.ldexp(round(fraction * 2**24), exponent - 24)


def neighbours(rows, labels):
    silhouettes, hits, precisions = [], [], []
    for i, row in enumerate(rows):
        others = [(squared(row, rows[j]), labels[j]) for j in range(len(rows)) if j != i]
        ranked = sorted((key(d), label == labels[i]) for d, label in others)  # negatives first in ties
        positives = sum(hit for _, hit in ranked)
        hits.append((ranked[0][1], positives))
        if positives:
            found, total = 0, 0.0
            for k, (_, hit) in enumerate(ranked[:positives], 1):
                found += hit
                total += found / k if hit else 0.0
            precisions.append(total / positives)
            distances = {c: [math.sqrt(d) for d, label in others if label == c] for c in set(labels)}
            a = average(distances[labels[i]])
            b = min(average(d) for c, d in distances.items() if c != labels[i])
            silhouettes.append((b - a) / max(a, b) if max(a, b) > 0 else 0.0)
        else:
            silhouettes.append(0.0)
    yield "silhouette", average(silhouettes)
    yield "recall-at-1", average(1.0 if hit else 0.0 for hit, positives in hits if positives)
    yield "map-at-r", average(precisions)
    yield "neighbour-agreement", average(1.0 if hit else 0.0 for hit, _ in hits)


def cka(rows, others):
    def product(x, y):
        return math.fsum(dot(a, b) ** 2 for a in zip(*x) for b in zip(*y))

    x, y = centred(rows), centred(others)
    yield "linear-cka", product(x, y) / math.sqrt(product(x, x) * product(y, y))


def main():
    result = json.load(open(sys.argv[1], encoding="utf-8"))
    rows, labels = read(sys.argv[2], sys.argv[3])
    own = dict(losses(rows, labels, result["margin"]))
    levels = open(sys.argv[7], encoding="utf-8").read().split() if len(sys.argv) > 7 else None
    own.update(batches(rows, labels, result, levels))
    own["thickness"] = thickness(rows)
    for part in (
        spectrum(centred(rows), ""),
        spectrum(rows, "-uncentred"),
        directions(rows, labels),
        classes(rows, labels),
        lidar(rows, labels),
    ):
        own.update(part)
    own.update(neighbours(rows, labels))
    if len(sys.argv) > 4 and sys.argv[4]:
        own.update(cka(rows, read(sys.argv[4], sys.argv[3])[0]))
    if len(sys.argv) > 6 and sys.argv[6]:
        weights, bias = ([[float(x) for x in row] for row in csv.reader(open(path))] for path in sys.argv[5:7])
        own.update(classifier(rows, labels, weights, [row[0] for row in bias]))
    theirs = {measure["id"]: measure["value"] for measure in result["measures"]}
    ends = {measure["id"]: (measure["lower"], measure["upper"]) for measure in result["measures"]}
    wrong = sorted(set(own) ^ set(theirs))
    for name in wrong:
        print(f"{name}: in one of the two only")
    for name in theirs:
        if name in own:
            least, largest = own[name] if isinstance(own[name], tuple) else (own[name], own[name])
            slack = TOLERANCE * max(1, abs(largest))
            agrees = theirs[name] is not None and least - slack <= theirs[name] <= largest + slack
            if name == "thickness" and len(rows[0]) > 2:
                agrees = 0 <= ends[name][0] <= ends[name][1] <= own[name] * (1 + TOLERANCE)
            print(f"{name} {own[name]!r} {theirs[name]!r} {'agrees' if agrees else 'DIFFERS'}")
            wrong += [] if agrees else [name]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
