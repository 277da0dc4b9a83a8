"""Triplet-Separated embeddings (arXiv 2210.11173): measures, the nearest ideal embedding as a proved interval, certificates.

    import isoapprox
    result = isoapprox.nearest(X, y)         # X: N x n numbers, y: N labels
    result.lower, result.upper               # the distance lies between them: the lower end is proved, the upper end is attained
    isoapprox.certify(X, y, result.certificate).accepted

Arrays may be numpy arrays of any type and order, anything with ``__array__`` (torch tensors on the CPU), or nested lists.
With numpy the embedding that comes back is an array, without numpy a list of lists.
"""

from ._api import anchors, certify, collapse, distance, health, measure, nearest
from ._library import version
from ._monitor import Monitor
from ._results import (
    Anchors, ClassDistance, Collapse, Distances, Extremes, Health, HealthClaim, HealthMeasure, Interval, Measures, Nearest, Pair, Spread,
    Triplet, Verdict)

__version__ = version()
__all__ = [
    "Anchors", "ClassDistance", "Collapse", "Distances", "Extremes", "Health", "HealthClaim", "HealthMeasure", "Interval", "Measures",
    "Monitor", "Nearest", "Pair", "Spread", "Triplet", "Verdict", "anchors", "certify", "collapse", "distance", "health", "measure",
    "nearest", "version",
]
