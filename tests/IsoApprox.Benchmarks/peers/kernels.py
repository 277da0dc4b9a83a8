"""Times of the usual Python one-liners for the measures that IsoApprox computes.

    python3 kernels.py [threads] [N,N,...] [n,n,...]

Needs numpy; scipy and torch are used when they are installed. Same shapes as the "table" command of IsoApprox.Benchmarks: independent Gaussian coordinates,
ten classes at random. Prints the median and the least of the runs in milliseconds. Run it right before or after the table, on the same machine: only ratios within one run mean something.
"""

import os
import statistics
import sys
import time

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else os.cpu_count()
COUNTS = [int(c) for c in (sys.argv[2] if len(sys.argv) > 2 else "1000,4096,10000").split(",")]
DIMENSIONS = [int(n) for n in (sys.argv[3] if len(sys.argv) > 3 else "2,16,128").split(",")]
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(THREADS)

import numpy as np  # noqa: E402

try:
    from scipy.spatial.distance import cdist, directed_hausdorff, pdist
except ImportError:
    pdist = None
try:
    import torch

    torch.set_num_threads(THREADS)
except ImportError:
    torch = None


def row(count, n, name, compute, runs=3, limit=12.0):
    """Prints the median of a few runs after one warm-up; long ones are run once."""
    start = time.perf_counter()
    compute()
    first = time.perf_counter() - start
    times = [first]
    if first < limit / 4:
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            compute()
            times.append(time.perf_counter() - start)
    print(f"N={count:<6} n={n:<4} {name:<40} {1e3 * statistics.median(times):10.3f} ms median {1e3 * min(times):10.3f} ms least", flush=True)


def squared(a, b):
    """Squared distances by one matrix product."""
    d = a @ b.T
    d *= -2
    d += (a * a).sum(1)[:, None]
    d += (b * b).sum(1)
    return np.maximum(d, 0, out=d)


def isometric_numpy(x, y):
    d = np.sqrt(squared(x, x))
    d -= np.sqrt(squared(y, y))
    return np.abs(d, out=d).max()


def hard_numpy(x, labels):
    d = squared(x, x)
    same = labels[:, None] == labels
    far = np.where(same, d, -1).max(1)
    d[same] = np.inf
    return (np.sqrt(far) - np.sqrt(d.min(1))).max()


def hard_torch(x, labels):
    d = torch.cdist(x, x)
    same = labels[:, None] == labels
    return (d.masked_fill(~same, -1).max(1).values - d.masked_fill(same, 1e300).min(1).values).max().item()


def shapes(x, y, random):
    moved = y.copy()
    moved[:, 0] += 10
    outlier = x.copy()
    outlier[len(x) // 2, 0] = 100
    yield "iid", x, y
    yield "noise", x, x + 0.01 * y
    yield "permuted", x, x[random.permutation(len(x))]
    yield "separated", x, moved
    yield "outlier", outlier, y
    yield "sorted", x[np.argsort(x[:, 0])], y[np.argsort(y[:, 0])]


print(f"threads {THREADS}, numpy {np.__version__}, torch {torch.__version__ if torch else 'not installed'}, scipy {'yes' if pdist else 'not installed'}")
for N in COUNTS:
    for dim in DIMENSIONS:
        rng = np.random.default_rng(N + dim)
        X, Y, L = rng.standard_normal((N, dim)), rng.standard_normal((N, dim)), rng.integers(0, 10, N)
        row(N, dim, "d_iso numpy", lambda: isometric_numpy(X, Y))
        row(N, dim, "hard mining numpy", lambda: hard_numpy(X, L))
        if torch:
            tx, ty, tl = torch.from_numpy(X), torch.from_numpy(Y), torch.from_numpy(L)
            row(N, dim, "d_iso torch.cdist", lambda: (torch.cdist(tx, tx) - torch.cdist(ty, ty)).abs_().max().item())
            row(N, dim, "hard mining torch", lambda: hard_torch(tx, tl))
        if pdist:
            row(N, dim, "d_iso scipy pdist", lambda: np.abs(pdist(X) - pdist(Y)).max())
            row(N, dim, "d_iso scipy cdist", lambda: np.abs(cdist(X, X) - cdist(Y, Y)).max())
            for shape, a, b in shapes(X, Y, rng):
                row(N, dim, f"directed Hausdorff {shape} scipy", lambda: directed_hausdorff(a, b)[0])
