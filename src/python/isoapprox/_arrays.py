"""Arrays in and out; numpy is used when it is there and never needed."""

from __future__ import annotations

import ctypes
import math
import numbers
from typing import Any, Sequence

from ._library import EmbeddingStruct, MatrixStruct

try:
    import numpy
except ImportError:
    numpy = None  # type: ignore[assignment]


class Points:
    """N n doubles, row by row, kept alive as long as this object."""

    def __init__(self, values: Any, name: str) -> None:
        if numpy is not None:
            self._from_numpy(values, name)
        else:
            self._from_lists(values.tolist() if hasattr(values, "tolist") else values, name)

    def _from_numpy(self, values: Any, name: str) -> None:
        try:
            array = numpy.asarray(values)
            if array.dtype.kind not in "fiub":
                array = array.astype(numpy.float64) if array.dtype.kind == "O" else array
            if array.dtype.kind not in "fiub":
                raise TypeError(f"the type is {array.dtype}")
            array = numpy.ascontiguousarray(array, dtype=numpy.float64)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name}: is not a matrix of real numbers ({error}); give N rows of n numbers") from error
        if array.size == 0:
            raise ValueError(f"{name}: no numbers; give at least 1 row of at least 1 number")
        if array.ndim != 2:
            raise ValueError(f"{name}: has {array.ndim} axes; give a matrix of N rows and n columns")
        self.rows, self.columns = array.shape
        self._memory: Any = array
        self.address = array.ctypes.data

    def _from_lists(self, values: Sequence[Sequence[float]], name: str) -> None:
        try:
            rows = [list(map(float, row)) for row in values]
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name}: is not a matrix of real numbers ({error}); give N rows of n numbers") from error
        self.rows, self.columns = len(rows), len(rows[0]) if rows else 0
        if self.columns == 0:
            raise ValueError(f"{name}: no numbers; give at least 1 row of at least 1 number")
        for i, row in enumerate(rows):
            if len(row) != self.columns:
                raise ValueError(f"{name}: row {i} has {len(row)} numbers, row 0 has {self.columns}; give every row the same number")
        self._memory = (ctypes.c_double * (self.rows * self.columns))(*(value for row in rows for value in row))
        self.address = ctypes.addressof(self._memory)


    @property
    def struct(self) -> MatrixStruct:
        """A matrix without labels; this object must outlive its use."""
        return MatrixStruct(self.address, self.rows, self.columns)


def one_row(values: Any, name: str) -> Points:
    """A vector as a matrix of one row."""
    try:
        array = numpy.asarray(values) if numpy is not None else values
        items = [float(item) for item in (array.tolist() if hasattr(array, "tolist") else array)]
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: is not a vector of real numbers ({error})") from error
    return Points([items], name)


def texts(values: Any, rows: int, name: str) -> Any:
    """N texts as a C array."""
    items = list(values.tolist() if hasattr(values, "tolist") else values)
    if len(items) != rows:
        raise ValueError(f"{name}: {len(items)} entries for {rows} points; give exactly one for each row")
    return (ctypes.c_char_p * rows)(*(_text(item, i, name) for i, item in enumerate(items)))


def _text(item: Any, row: int, name: str) -> bytes:
    if isinstance(item, float):
        if not math.isfinite(item):
            raise ValueError(f"{name}: row {row}: '{item}' is not a label; give every point a label")
        item = int(item) if item.is_integer() else item
    elif isinstance(item, numbers.Integral):  # True and 1 are the class 1
        item = int(item)
    elif item is None:
        raise ValueError(f"{name}: row {row}: the label is missing; give every point a label")
    text = str(item)
    if "\0" in text:
        raise ValueError(f"{name}: row {row}: the label holds a zero character; remove it")
    return text.encode("utf-8", "surrogateescape")


class Labelled:
    """The struct of labelled points with everything it points to; labels may be None only where they are optional."""

    def __init__(self, values: Any, labels: Any, name: str, optional: bool = False) -> None:
        self.points = Points(values, name)
        if labels is None and not optional:
            raise ValueError("y: the labels are missing; give one for each row")
        self._labels = None if labels is None else texts(_plain(labels), self.points.rows, "y")
        self.struct = EmbeddingStruct(
            self.points.address, self.points.rows, self.points.columns, None,
            ctypes.cast(self._labels, ctypes.POINTER(ctypes.c_char_p)))


def _plain(labels: Any) -> Any:
    if numpy is None or isinstance(labels, (list, tuple)):
        return labels
    array = numpy.asarray(labels)
    if array.ndim != 1:
        raise ValueError(f"y: has {array.ndim} axes; give a vector of N labels")
    return array


def matrix(numbers_: Any, rows: int, columns: int) -> Any:
    """A copy of C doubles as a matrix: an array with numpy, a list of lists without."""
    if numpy is not None:
        return numpy.ctypeslib.as_array(numbers_, (rows, columns)).copy()
    return [[numbers_[i * columns + k] for k in range(columns)] for i in range(rows)]


def vector(values: Sequence[float]) -> Any:
    """A list of numbers as an array with numpy."""
    return numpy.array(values, dtype=numpy.float64) if numpy is not None else list(values)


def integers(values: Sequence[int]) -> Any:
    """A list of integers as an array with numpy."""
    return numpy.array(values, dtype=numpy.int64) if numpy is not None else list(values)


def plain(value: Any) -> Any:
    """Lists instead of arrays, for to_dict."""
    return value.tolist() if hasattr(value, "tolist") else value
