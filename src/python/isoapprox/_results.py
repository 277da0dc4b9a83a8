"""What the functions give back. All are immutable; to_dict gives plain values with the names of the command line's JSON."""

from __future__ import annotations

import dataclasses
import html
from typing import Any, Optional, Sequence

from ._arrays import plain


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _value(value: Any) -> Any:
    if isinstance(value, _Result):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return plain(value)


@dataclasses.dataclass(frozen=True)
class _Result:
    def to_dict(self) -> dict[str, Any]:
        """Plain values (numbers, texts, lists, dicts), ready for json.dumps."""
        return {_camel(field.name): _value(getattr(self, field.name)) for field in dataclasses.fields(self)}

    def _shown(self) -> list[tuple[str, str]]:
        return [(f.name, _short(getattr(self, f.name))) for f in dataclasses.fields(self) if f.repr]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value}' for name, value in self._shown())})"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>" for name, value in self._shown())
        return f"<table><caption>{type(self).__name__}</caption>{rows}</table>"


def _short(value: Any) -> str:
    if hasattr(value, "shape"):
        return f"array{tuple(value.shape)}"
    if isinstance(value, (list, tuple)) and len(value) > 6:
        return f"{len(value)} entries"
    if isinstance(value, str) and len(value) > 80:
        return f"{len(value)} characters"
    return repr(value)


@dataclasses.dataclass(frozen=True, repr=False)
class Interval(_Result):
    """A value that is proved to lie in [lower, upper]."""

    lower: Optional[float]
    upper: Optional[float]
    direction: Any = dataclasses.field(default=None, repr=False)
    """Unit vector that attains upper, n numbers."""
    method: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Both ends, and what else is known."""
        return {name: value for name, value in super().to_dict().items() if name in ("lower", "upper") or value not in (None, "")}


@dataclasses.dataclass(frozen=True, repr=False)
class Pair(_Result):
    """A value and the two rows that attain it; rows are numbered from 0."""

    value: Optional[float]
    pair: tuple[int, int]


@dataclasses.dataclass(frozen=True, repr=False)
class Triplet(_Result):
    """A loss and the rows that attain it; the rows are None when no point has a negative."""

    value: Optional[float]
    anchor: Optional[int] = None
    positive: Optional[int] = None
    negative: Optional[int] = None


@dataclasses.dataclass(frozen=True, repr=False)
class Measures(_Result):
    """What an embedding is. A field is None when it was not computed or is not finite; notes say why."""

    points: int
    dimension: int
    classes: int
    margin: float
    rank: Optional[int]
    """Affine rank."""
    duplicates: Optional[int]
    diameter: Optional[Pair]
    thickness: Optional[Interval]
    """Minimum width."""
    hard_loss: Optional[Triplet]
    """Hard-mined triplet loss L with the hardest triplet."""
    batch_hard_loss: Optional[float]
    triplet_separated: Optional[bool]
    enclosing_radius: Optional[float]
    class_radius: Any
    """Radius of the smallest enclosing ball of each class, classes in increasing order of their labels."""
    notes: Sequence[str] = ()


@dataclasses.dataclass(frozen=True, repr=False)
class ClassDistance(_Result):
    """The Hausdorff distance of one class's two images: from row from_row of one embedding to row to_row of the other."""

    value: Optional[float]
    label: str
    from_row: int
    to_row: int
    from_embedding: str
    """"F" or "G"."""


@dataclasses.dataclass(frozen=True, repr=False)
class Distances(_Result):
    """How far apart two embeddings of the same labelled items are."""

    isometric_error: Optional[Pair]
    """d_iso, Eq. 13."""
    hausdorff_like: Optional[ClassDistance]
    """d_haus, Eq. 11; None when the numbers of columns differ."""
    hausdorff: Optional[tuple[ClassDistance, ...]]
    """Each class."""
    notes: Sequence[str] = ()


@dataclasses.dataclass(frozen=True, repr=False)
class Extremes(_Result):
    """For each anchor a row and its distance."""

    row: Any
    """N integers."""
    distance: Any
    """N numbers."""


@dataclasses.dataclass(frozen=True, repr=False)
class Anchors(_Result):
    """The hardest triplet of each anchor; of equal distances the lowest row counts."""

    farthest_positive: Optional[Extremes]
    """A row without another of its class has itself, distance 0."""
    nearest_negative: Optional[Extremes]
    """None when there is one class."""
    notes: Sequence[str] = ()


@dataclasses.dataclass(frozen=True, repr=False)
class Spread(_Result):
    """How far an embedding spreads: lengths in the unit of the points; effective_rank counts dimensions."""

    diameter: Optional[float]
    rms_radius: Optional[float]
    """Root mean square distance to the mean."""
    between_class_spread: Optional[float]
    """Of the class means to the mean, weighted by class size."""
    within_class_spread: Optional[float]
    """Of the points to their class means."""
    effective_rank: Optional[float]


@dataclasses.dataclass(frozen=True, repr=False)
class Collapse(_Result):
    """What of f is left in g: ratios of g to f, 0 is full collapse, 1 none. None where f has nothing to lose; notes say why."""

    kind: Optional[str]
    """none, class, total or undefined, at a ratio of 0.1: total by the diameter, class by the spread within classes."""
    diameter_ratio: Optional[float]
    rms_ratio: Optional[float]
    between_ratio: Optional[float]
    within_ratio: Optional[float]
    effective_rank_ratio: Optional[float]
    thickness_ratio: Optional[Interval]
    before: Optional[Spread]
    after: Optional[Spread]
    notes: Sequence[str] = ()


@dataclasses.dataclass(frozen=True, repr=False)
class HealthMeasure(_Result):
    """A measure of collapse or health (docs/measures.md)."""

    id: str
    value: Optional[float]
    lower: Optional[float]
    """Proved ends, where the measure is enclosed and not just computed."""
    upper: Optional[float]
    reason: Optional[str]
    """Why value is None."""
    sample: Optional[int]
    """Points that the value was taken from; None: all. The diameter and the hard-mined loss of a subset are lower bounds."""
    definition: str
    source: str


@dataclasses.dataclass(frozen=True, repr=False)
class HealthClaim(_Result):
    """A theorem of arXiv 2311.05139, left <= right, judged on the points by intervals."""

    id: str
    statement: str
    verdict: str
    """holds, violated, vacuous or undecided."""
    left: Optional[Interval]
    right: Optional[Interval]
    note: str
    sample: Optional[int]
    """Points that it was judged on; None: all. It says nothing about the others."""


@dataclasses.dataclass(frozen=True, repr=False)
class Health(_Result):
    """The measures of collapse and health in use, side by side; health["rankme"] is one of them."""

    points: int
    dimension: int
    classes: Optional[int]
    """None without labels."""
    labelled: bool
    levels: Optional[int]
    """Number of levels of similarity; None when none were given."""
    margin: float
    beta: float
    temperature: float
    pair_limit: int
    seed: int
    measures: tuple[HealthMeasure, ...]
    claims: tuple[HealthClaim, ...]
    """Empty without labels, or when the call was stopped."""
    left_out: tuple[str, ...]
    """Ids of the measures that need labels, levels, a second embedding or a classifier that was not given."""
    notes: Sequence[str] = ()

    def __getitem__(self, id: str) -> HealthMeasure:
        for measure in self.measures:
            if measure.id == id:
                return measure
        raise KeyError(f"{id}: needs what was not given" if id in self.left_out else id)

    def _shown(self) -> list[tuple[str, str]]:
        return [(m.id, repr(m.value) if m.reason is None else f"None ({m.reason})") for m in self.measures]


@dataclasses.dataclass(frozen=True, repr=False)
class Nearest(_Result):
    """The distance to the set lies in [lower, upper]: lower is proved by the certificate, upper is attained by the embedding."""

    lower: float
    upper: float
    gap: float
    """(upper - lower) / upper."""
    status: str
    """Why the search stopped: alreadySeparated, provedGlobal, localMinimum, timeLimit or cancelled."""
    metric: str
    set: str
    dimension: int
    margin: float
    lower_source: str
    upper_source: str
    explanation: str
    seed: int
    starts: int
    evaluations: int
    seconds: float
    embedding: Any
    """N x d: a numpy array, or a list of lists without numpy."""
    certificate: Optional[str]
    """Proof of lower, as JSON; None when lower is 0 and needs none."""


@dataclasses.dataclass(frozen=True, repr=False)
class Verdict(_Result):
    """What a certificate proves; true when it is accepted."""

    accepted: bool
    lower: Optional[float]
    """The proved bound; None when rejected."""
    metric: Optional[str]
    """haus, iso or thickness."""
    dimension: int
    """lower is proved for g in at most so many dimensions; reason says when in every one."""
    reason: str
    digest: str

    def __bool__(self) -> bool:
        return self.accepted
