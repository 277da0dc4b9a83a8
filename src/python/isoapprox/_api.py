"""measure, distance, collapse, anchors, health, nearest, certify."""

from __future__ import annotations

import ctypes
import json
import os
import pathlib
from typing import Any, Callable, Optional, Union

from . import _library
from ._arrays import Labelled, Points, integers, matrix, one_row, texts, vector
from ._results import (
    Anchors, ClassDistance, Collapse, Distances, Extremes, Health, HealthClaim, HealthMeasure, Interval, Measures, Nearest, Pair, Spread,
    Triplet, Verdict)

_THICKNESS = {None: 0, "bounds": 1, "auto": 2, "exact": 3}
_METRICS = {"haus": 0, "iso": 1}
_SETS = {"ts": 0, "sphere": 1, "contrastive": 2, "ladder": 3}
_LARGEST = 2**31 - 1

Progress = Callable[[int, int, float, float], Any]


def _choose(name: str, value: Any, known: dict[Any, int]) -> int:
    try:
        return known[value]
    except (KeyError, TypeError):
        raise ValueError(f"{name}: {value!r} is none of {', '.join(map(repr, known))}") from None


def _integer(name: str, value: Any, least: int = 1) -> int:
    try:
        number = value.__index__()
    except AttributeError:
        raise ValueError(f"{name}: {value!r} is not an integer") from None
    if not least <= number <= _LARGEST:
        raise ValueError(f"{name}: {number} is not between {least} and {_LARGEST}")
    return number


def _seconds(value: Optional[float]) -> float:
    if value is None:
        return 0.0
    if not value > 0:
        raise ValueError(f"time_limit: {value} is not a number of seconds above 0")
    return float(value)


def measure(
    X: Any, y: Any, *, margin: float = 0.0, thickness: Optional[str] = "bounds", time_limit: Optional[float] = None, seed: int = 1,
) -> Measures:
    """Rank, duplicates, diameter, thickness, hard-mined and batch-hard triplet loss, enclosing balls, Triplet-Separated or not.

    X: N x n numbers. y: N labels (integers or texts). margin: alpha >= 0 of the losses.
    thickness: "bounds" (quick), "auto" (branch and bound for a few seconds), "exact" (n <= 12) or None.
    time_limit: seconds; what is not finished by then, or by Ctrl-C, is None. Cost O(N^2 n). Raises ValueError for bad input.
    """
    f = Labelled(X, y, "X")
    cancel = ctypes.c_int32(0)
    options = _measure_options(margin, thickness, time_limit, seed, cancel)
    fields = _json_of(lambda text: _library.LIBRARY.isoapprox_measure(f.struct, options, text), cancel)
    width, loss = fields.get("thickness"), fields["hardLoss"]
    return Measures(
        points=fields["points"], dimension=fields["dimension"], classes=fields["classes"], margin=float(fields["margin"]),
        rank=fields["rank"], duplicates=fields["duplicates"], diameter=_pair(fields["diameter"]),
        thickness=width and Interval(_real(width["lower"]), _real(width["upper"]), vector(width["direction"]), width["method"]),
        hard_loss=loss and Triplet(_real(loss["value"]), **(loss["triplet"] or {})),
        batch_hard_loss=_real(fields["batchHardLoss"]), triplet_separated=fields["tripletSeparated"],
        enclosing_radius=_real(fields["enclosingRadius"]),
        class_radius=None if fields["classRadius"] is None else vector(fields["classRadius"]),
        notes=tuple(fields.get("notes", ())))


def distance(F: Any, G: Any, y: Any) -> Distances:
    """d_iso, d_haus and each class's Hausdorff distance between two embeddings of the same labelled items.

    F: N x n numbers. G: N x m numbers, row i the same item as in F. y: N labels. d_haus needs n = m and is None otherwise.
    Cost O(N^2 n). Raises ValueError for bad input.
    """
    f, g = _both(F, G, y)
    cancel = ctypes.c_int32(0)
    fields = _json_of(
        lambda text: _library.LIBRARY.isoapprox_distance(f.struct, g.address, g.columns, ctypes.pointer(cancel), text), cancel)
    classes = fields.get("hausdorff")
    return Distances(
        isometric_error=_pair(fields["isometricError"]),
        hausdorff_like=_side(fields["hausdorffLike"]),
        hausdorff=None if classes is None else tuple(filter(None, map(_side, classes))),
        notes=tuple(fields.get("notes", ())))


def collapse(
    F: Any, G: Any, y: Any, *, thickness: Optional[str] = "bounds", time_limit: Optional[float] = None, seed: int = 1,
) -> Collapse:
    """What of F is left in G: G after training, or the nearest ideal embedding of F.

    F: N x n numbers. G: N x m numbers, row i the same item as in F. y: N labels. thickness, time_limit, seed: as for measure.
    Cost O(N^2 n). Raises ValueError for bad input.
    """
    f, g = _both(F, G, y)
    cancel = ctypes.c_int32(0)
    options = _measure_options(0.0, thickness, time_limit, seed, cancel)
    fields = _json_of(lambda text: _library.LIBRARY.isoapprox_collapse(f.struct, g.address, g.columns, options, text), cancel)
    return Collapse(
        kind=fields["kind"], diameter_ratio=_real(fields["diameterRatio"]), rms_ratio=_real(fields["rmsRatio"]),
        between_ratio=_real(fields["betweenRatio"]), within_ratio=_real(fields["withinRatio"]),
        effective_rank_ratio=_real(fields["effectiveRankRatio"]),
        thickness_ratio=_ends(fields.get("thicknessRatio")),
        before=_spread(fields["before"]), after=_spread(fields["after"]), notes=tuple(fields.get("notes", ())))


def anchors(X: Any, y: Any) -> Anchors:
    """For each row the hardest positive (the farthest of its class) and the hardest negative (the nearest of another class).

    X: N x n numbers. y: N labels. Rows are numbered from 0. Cost O(N^2 n). Raises ValueError for bad input.
    """
    f = Labelled(X, y, "X")
    cancel = ctypes.c_int32(0)
    fields = _json_of(lambda text: _library.LIBRARY.isoapprox_anchors(f.struct, ctypes.pointer(cancel), text), cancel)
    return Anchors(
        _extremes(fields["farthestPositive"]), _extremes(fields["nearestNegative"]), tuple(fields.get("notes", ())))


def health(
    X: Any, y: Any = None, *, margin: float = 0.0, beta: float = 1.0, temperature: float = 0.1, pair_limit: int = 10_000,
    against: Any = None, classifier: Any = None, bias: Any = None, levels: Any = None, time_limit: Optional[float] = None, seed: int = 1,
) -> Health:
    """The measures of collapse and health in use, each with its definition: losses, thickness, effective ranks, directions, neural
    collapse, neighbours, and the theorems on hard negatives judged on the points (docs/measures.md).

    X: N x n numbers. y: N labels, or None: what needs them is left out. margin: alpha >= 0 of the triplet losses. beta: hardness >= 0 of
    HSCL, at which the theorems are judged. temperature: above 0, of InfoNCE on cosines. levels: N groups such as "animal/pet" (ladder
    loss). pair_limit: up to so many points every pair is looked at, above it a subset of them.
    against: N x m numbers, row i the same item as in X (linear CKA). classifier: C x n weights of the linear classifier on top, a row a
    class in the order of the sorted labels, and bias: C numbers (NC3, NC4). seed: of the subsets.
    time_limit: seconds; what is not finished by then, or by Ctrl-C, has the value None and says so.
    Cost O(min(N, pair_limit)^2 n + N n^2 + N n C), memory O(N n). Raises ValueError for bad input.
    """
    f = Labelled(X, y, "X", optional=True)
    cancel = ctypes.c_int32(0)
    options = _library.HealthOptions()
    _library.LIBRARY.isoapprox_health_options_init(options)
    options.margin, options.beta, options.temperature = margin, beta, temperature
    options.pair_limit = _integer("pair_limit", pair_limit)
    options.seed = _integer("seed", seed, -_LARGEST)
    options.time_limit = _seconds(time_limit)
    options.cancel = ctypes.pointer(cancel)
    other = None if against is None else Points(against, "against")
    weights = None if classifier is None else Points(classifier, "classifier")
    biases = None if bias is None else one_row(bias, "bias")
    if other is not None:
        options.against = other.struct
    if weights is not None:
        options.classifier = weights.struct
    if biases is not None:
        options.bias, options.bias_count = biases.address, biases.columns
    if levels is not None:
        groups = texts(levels, f.points.rows, "levels")
        options.groups = ctypes.cast(groups, ctypes.POINTER(ctypes.c_char_p))
    fields = _json_of(lambda text: _library.LIBRARY.isoapprox_health(f.struct, options, text), cancel)
    return Health(
        points=fields["points"], dimension=fields["dimension"], classes=fields["classes"], labelled=fields["labelled"],
        levels=fields["levels"], margin=float(fields["margin"]), beta=float(fields["beta"]), temperature=float(fields["temperature"]),
        pair_limit=fields["pairLimit"], seed=fields["seed"],
        measures=tuple(
            HealthMeasure(**{**row, **{name: _real(row[name]) for name in ("value", "lower", "upper")}}) for row in fields["measures"]),
        claims=tuple(
            HealthClaim(**{**claim, **{side: _ends(claim[side]) for side in ("left", "right")}}) for claim in fields["claims"]),
        left_out=tuple(fields["leftOut"]), notes=tuple(fields.get("notes", ())))


def nearest(
    X: Any, y: Any, *, metric: str = "haus", set: str = "ts", margin: float = 0.0, dimension: Union[int, str, None] = None,
    within: Optional[float] = None, beyond: Optional[float] = None, levels: Any = None, time_limit: Optional[float] = None,
    seed: int = 1, threads: Optional[int] = None, starts: Optional[int] = None, gap: Optional[float] = None, prove: bool = False,
    progress: Union[bool, Progress, None] = None, certificate: Union[str, "os.PathLike[str]", None] = None,
) -> Nearest:
    """The member of an ideal set nearest to X: an attained value, a proved lower bound, and the certificate of that bound.

    X: N x n numbers. y: N labels. metric: "haus" (max_i |f_i - g_i|) or "iso" (d_iso).
    set: "ts" (Triplet-Separated), "sphere" (the same on the unit sphere), "contrastive" (within, beyond: thresholds of the distances in
    and between classes), "ladder" (levels: N groups such as "animal/pet"). margin: alpha >= 0.
    dimension: of the result; None: n, "free": as many as can help. seed: the result depends on it, never on threads.
    starts, gap, prove: as the options of "isoapprox nearest". time_limit: seconds; then, and at Ctrl-C, the best so far comes back.
    progress: True for a bar (by tqdm where it is installed), or a function of (finished, total, lower, upper) that stops the search by
    returning True. certificate: a file to write the certificate to. Raises ValueError for bad input.
    """
    f = Labelled(X, y, "X")
    ideal = _set(f, set, margin, within, beyond, levels)
    cancel = ctypes.c_int32(0)
    options = _library.NearestOptions()
    _library.LIBRARY.isoapprox_nearest_options_init(options)
    options.metric = _choose("metric", metric, _METRICS)
    options.dimension = 0 if dimension is None else -1 if dimension == "free" else _integer("dimension", dimension)
    options.starts = 0 if starts is None else _integer("starts", starts)
    options.threads = 0 if threads is None else _integer("threads", threads)
    options.seed = _integer("seed", seed, -_LARGEST)
    options.prove = bool(prove)
    options.time_limit = _seconds(time_limit)
    if gap is not None:
        if not gap >= 0:
            raise ValueError(f"gap: {gap} is not a number >= 0")
        options.gap = gap
    options.cancel = ctypes.pointer(cancel)
    reporter = _Reporter(progress)
    options.progress = reporter.function

    def call() -> Nearest:
        result = _library.NearestResult()
        _library.check(_library.LIBRARY.isoapprox_nearest(f.struct, ideal, options, result))
        try:
            return _nearest(result)
        finally:
            _library.LIBRARY.isoapprox_nearest_result_clear(result)

    found: Nearest = _library.run(call, cancel)
    reporter.finish()
    if certificate is not None:
        if found.certificate is None:
            raise ValueError(f"{os.fspath(certificate)}: not written; the lower bound 0 needs no proof")
        pathlib.Path(certificate).write_text(found.certificate, encoding="utf-8")
    return found


def certify(
    X: Any, y: Any, certificate: Union[str, bytes, "os.PathLike[str]"], *, set: str = "ts", margin: float = 0.0,
    within: Optional[float] = None, beyond: Optional[float] = None, levels: Any = None,
) -> Verdict:
    """Is this proof of a lower bound right? No solver takes part.

    certificate: the JSON text, or the file (pathlib.Path) that holds it. X, y, set, margin, ...: those it was made for.
    Raises ValueError when the text is no certificate; a certificate that proves nothing gives accepted = False with a reason.
    """
    f = Labelled(X, y, "X")
    ideal = _set(f, set, margin, within, beyond, levels)
    if isinstance(certificate, os.PathLike):
        certificate = pathlib.Path(certificate).read_bytes()
    elif isinstance(certificate, str):
        certificate = certificate.encode("utf-8", "surrogatepass")
    elif not isinstance(certificate, bytes):
        raise ValueError(f"certificate: is {type(certificate).__name__}; give the JSON text, or a pathlib.Path")
    if b"\0" in certificate:
        raise ValueError("certificate: holds a zero character; it is not JSON text")
    text_in = certificate
    accepted, lower = ctypes.c_int32(0), ctypes.c_double(0)
    fields = _json_of(
        lambda text: _library.LIBRARY.isoapprox_certify(f.struct, ideal, text_in, accepted, lower, text), ctypes.c_int32(0))
    return Verdict(fields["accepted"], _real(fields["lower"]), fields["metric"], fields["dimension"], fields["reason"], fields["digest"])


def _both(F: Any, G: Any, y: Any) -> tuple[Labelled, Points]:
    f = Labelled(F, y, "F")
    g = Points(G, "G")
    if g.rows != f.points.rows:
        raise ValueError(f"G: {g.rows} rows, F has {f.points.rows}; row i of both must be the same item")
    return f, g


def _measure_options(
    margin: float, thickness: Optional[str], time_limit: Optional[float], seed: int, cancel: ctypes.c_int32,
) -> _library.MeasureOptions:
    options = _library.MeasureOptions()
    _library.LIBRARY.isoapprox_measure_options_init(options)
    options.margin = margin
    options.thickness = _choose("thickness", thickness, _THICKNESS)
    options.time_limit = _seconds(time_limit)
    options.seed = _integer("seed", seed, -_LARGEST)
    options.cancel = ctypes.pointer(cancel)
    return options


def _set(f: Labelled, name: str, margin: float, within: Optional[float], beyond: Optional[float], levels: Any) -> _library.SetStruct:
    ideal = _library.SetStruct()
    _library.LIBRARY.isoapprox_set_init(ideal)
    ideal.kind = _choose("set", name, _SETS)
    ideal.margin = margin
    if (name == "contrastive") != (within is not None) or (name == "contrastive") != (beyond is not None):
        raise ValueError("within, beyond: both are needed by set='contrastive', and by no other set")
    if (name == "ladder") != (levels is not None):
        raise ValueError("levels: needed by set='ladder', and by no other set")
    if within is not None and beyond is not None:
        ideal.within, ideal.beyond = within, beyond
    if levels is not None:
        groups = texts(levels, f.points.rows, "levels")
        ideal.groups = ctypes.cast(groups, ctypes.POINTER(ctypes.c_char_p))
        ideal.keep_alive = groups
    return ideal


class _Reporter:
    """Progress to a function or a bar. An exception of the function stops the search and is raised afterwards."""

    def __init__(self, progress: Union[bool, Progress, None]) -> None:
        self._error: Optional[BaseException] = None
        self._bar = _bar() if progress is True else None
        self._told: Optional[Progress] = self._update if self._bar is not None else progress if callable(progress) else None
        self.function = _library.ProgressFunction(self._report) if self._told is not None else _library.ProgressFunction()

    def finish(self) -> None:
        if self._bar is not None:
            self._bar.close()
        if self._error is not None:
            raise self._error

    def _report(self, _: Any, finished: int, total: int, lower: float, upper: float) -> int:
        try:
            return int(bool(self._told and self._told(finished, total, lower, upper)))
        except BaseException as error:
            self._error = error
            return 1

    def _update(self, finished: int, total: int, lower: float, upper: float) -> None:
        bar = self._bar
        bar.total = total
        bar.set_postfix_str(f"[{lower:.6g}, {upper:.6g}]", refresh=False)
        bar.update(finished - bar.n)


def _bar() -> Any:
    try:
        from tqdm.auto import tqdm  # type: ignore[import-untyped]
    except ImportError:
        return None
    return tqdm(desc="searching", unit="start")


def _json_of(call: Callable[[ctypes.c_void_p], int], cancel: ctypes.c_int32) -> dict[str, Any]:
    def body() -> str:
        text = ctypes.c_void_p()
        _library.check(call(text))
        return _library.take_text(text)

    fields: dict[str, Any] = json.loads(_library.run(body, cancel))
    return fields


def _nearest(result: _library.NearestResult) -> Nearest:
    fields = json.loads(result.json)
    certificate = result.certificate
    return Nearest(
        lower=result.lower, upper=result.upper, gap=result.gap, status=fields["status"], metric=fields["metric"], set=fields["set"],
        dimension=fields["dimension"], margin=float(fields["margin"]), lower_source=fields["lowerSource"],
        upper_source=fields["upperSource"], explanation=fields["explanation"], seed=fields["seed"], starts=fields["starts"],
        evaluations=fields["evaluations"], seconds=fields["seconds"], embedding=matrix(result.embedding, result.rows, result.columns),
        certificate=None if certificate is None else certificate.decode())


def _real(value: Optional[float]) -> Optional[float]:
    return None if value is None else float(value)


def _pair(fields: Optional[dict[str, Any]]) -> Optional[Pair]:
    return fields and Pair(_real(fields["value"]), (fields["pair"][0], fields["pair"][1]))  # type: ignore[return-value]


def _ends(fields: Optional[dict[str, Any]]) -> Optional[Interval]:
    return fields and Interval(_real(fields["lower"]), _real(fields["upper"]))  # type: ignore[return-value]


def _spread(fields: Optional[dict[str, Any]]) -> Optional[Spread]:
    return fields and Spread(  # type: ignore[return-value]
        _real(fields["diameter"]), _real(fields["rmsRadius"]), _real(fields["betweenClassSpread"]),
        _real(fields["withinClassSpread"]), _real(fields["effectiveRank"]))


def _extremes(fields: Optional[dict[str, Any]]) -> Optional[Extremes]:
    return fields and Extremes(integers(fields["row"]), vector(fields["distance"]))  # type: ignore[return-value]


def _side(fields: Optional[dict[str, Any]]) -> Optional[ClassDistance]:
    return fields and ClassDistance(  # type: ignore[return-value]
        _real(fields["value"]), fields["class"], fields["from"], fields["to"], fields["fromEmbedding"])
