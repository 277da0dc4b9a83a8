"""Snapshots of a training for ``isoapprox watch``: written at once or not at all, by one writer a folder."""

from __future__ import annotations

import array
import json
import os
import pathlib
import random
import re
import sys
import zipfile
from typing import Any, Iterator

try:
    import numpy
except ImportError:
    numpy = None  # type: ignore[assignment]

_NAME = re.compile(r"step_([0-9]+)\.npz")
_ORDER = "<" if sys.byteorder == "little" else ">"


class Monitor:
    """Call it at every step of a training loop; every so many steps it writes ``step_000100.npz`` with X, y, step, loss.

        monitor = isoapprox.Monitor("run1", every=100, rows=4096)
        for batch, labels in loader:
            features = model(batch); loss = criterion(features, labels); ...
            monitor(features, labels, loss)

    Between snapshots a call only counts. Of more than ``rows`` points a subset is kept: the same rows for the same N and seed.
    In a folder that has snapshots the count goes on after the last one.
    """

    def __init__(self, folder: Any, every: int = 100, rows: int = 4096, seed: int = 1) -> None:
        for name, value in (("every", every), ("rows", rows)):
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise ValueError(f"{name}: {value!r} is not an integer of at least 1")
        self.folder = pathlib.Path(folder)
        self.every, self.rows, self.seed = every, rows, seed
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(self.folder)
        for rest in self.folder.glob(".step_*.tmp"):
            rest.unlink()
        steps = [int(match[1]) for match in map(_NAME.fullmatch, os.listdir(self.folder)) if match]
        self._next = max(steps) + 1 if steps else 0
        self._kept: tuple[int, Any] = (0, None)
        self._read, self._known = 0, set()

    def __call__(self, features: Any, labels: Any = None, loss: Any = None, step: int | None = None) -> bool:
        """Counts a step, or takes its number; writes a snapshot when the number is a multiple of ``every``. True when it wrote one."""
        number = self._next if step is None else int(step)
        self._next = number + 1
        if number % self.every:
            return False
        self.save(features, labels, loss, number)
        return True

    def save(self, features: Any, labels: Any, loss: Any, step: int) -> pathlib.Path:
        """Writes a snapshot now, in place of an older one of this step."""
        if self._lock is None:
            raise RuntimeError(f"{self.folder}: the monitor is closed; make a new one")
        if step < 0:
            raise ValueError(f"step: {step} is below 0; count from 0")
        entries = self._entries(features, labels)
        entries["step"] = _header("i8", ()), array.array("q", [step]).tobytes()
        if loss is not None:
            entries["loss"] = _header("f8", ()), array.array("d", [float(loss)]).tobytes()
        path = self.folder / f"step_{step:06d}.npz"
        temporary = self.folder / f".step_{step:06d}.tmp"
        try:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
                for key, (head, data) in entries.items():
                    with archive.open(zipfile.ZipInfo(key + ".npy"), "w") as entry:
                        entry.write(head)
                        entry.write(data)
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return path

    def new_rows(self) -> Iterator[dict[str, Any]]:
        """The rows that ``isoapprox watch`` has added since the last call: step, loss, measures by id, lower, upper."""
        path = self.folder / "rows.jsonl"
        if not path.exists():
            return
        with path.open("rb") as file:
            if file.seek(0, os.SEEK_END) < self._read:  # the file was repaired
                self._read = 0
            file.seek(self._read)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._read += len(line)
                try:
                    row = json.loads(line)
                except ValueError:
                    continue
                key = (row.get("id"), row.get("stamp")) if isinstance(row, dict) else None
                if key is not None and key not in self._known:
                    self._known.add(key)
                    yield row

    def close(self) -> None:
        """Lets another writer use the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Monitor:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _subset(self, count: int) -> Any:
        if count <= self.rows:
            return None
        if self._kept[0] != count:
            rows = sorted(random.Random(self.seed).sample(range(count), self.rows))
            self._kept = (count, rows if numpy is None else numpy.array(rows))
        return self._kept[1]

    def _entries(self, features: Any, labels: Any) -> dict[str, tuple[bytes, Any]]:
        features, labels = _detached(features), _detached(labels)
        if numpy is None:
            return self._entries_of_lists(features, labels)
        points = numpy.asarray(features)
        if points.ndim != 2 or points.size == 0 or points.dtype.kind not in "fiub":
            raise ValueError(f"features: shape {points.shape} of type {points.dtype}; give a matrix of N rows and n columns of numbers")
        rows = self._subset(len(points))
        kept = points if rows is None else points[rows]
        if kept.dtype.itemsize not in (2, 4, 8):
            kept = kept.astype(numpy.float64)
        kept = numpy.ascontiguousarray(kept, dtype=kept.dtype.newbyteorder("="))
        entries = {"X": (_header(kept.dtype.str[1:], kept.shape), kept.data.cast("B"))}
        if labels is not None:
            names = numpy.asarray(labels)
            _require_labels(names.shape, len(points))
            names = names if rows is None else names[rows]
            names = names.astype(numpy.int64 if names.dtype.kind in "iub" else numpy.str_)
            entries["y"] = _header(names.dtype.str[1:], names.shape), names.tobytes()
        return entries

    def _entries_of_lists(self, features: Any, labels: Any) -> dict[str, tuple[bytes, Any]]:
        points = [list(row) for row in (features.tolist() if hasattr(features, "tolist") else features)]
        columns = len(points[0]) if points else 0
        if columns == 0 or any(len(row) != columns for row in points):
            raise ValueError("features: not a matrix of N rows and n columns of numbers")
        rows = self._subset(len(points)) or range(len(points))
        data = array.array("d", (float(x) for i in rows for x in points[i])).tobytes()
        entries = {"X": (_header("f8", (len(rows), columns)), data)}
        if labels is not None:
            names = labels.tolist() if hasattr(labels, "tolist") else list(labels)
            _require_labels((len(names),), len(points))
            names = [names[i] for i in rows]
            if all(isinstance(name, int) for name in names):
                entries["y"] = _header("i8", (len(names),)), array.array("q", names).tobytes()
            else:
                texts = [str(name) for name in names]
                width = max(map(len, texts)) or 1
                code = "utf-32-le" if _ORDER == "<" else "utf-32-be"
                data = b"".join(text.ljust(width, "\0").encode(code) for text in texts)
                entries["y"] = _header(f"U{width}", (len(texts),)), data
        return entries


def _require_labels(shape: tuple[int, ...], count: int) -> None:
    if shape != (count,):
        raise ValueError(f"labels: shape {shape} for {count} rows of features; give exactly one label for each row")


def _detached(values: Any) -> Any:
    """A torch tensor without its graph, on the CPU; anything else as it is."""
    values = values.detach() if hasattr(values, "detach") else values
    values = values.cpu() if hasattr(values, "cpu") else values
    if str(getattr(values, "dtype", "")) == "torch.bfloat16":
        values = values.float()
    return values


def _header(kind: str, shape: tuple[int, ...]) -> bytes:
    """The head of a .npy file, version 1."""
    size = "(" + ", ".join(map(str, shape)) + (",)" if len(shape) == 1 else ")")
    text = f"{{'descr': '{_ORDER}{kind}', 'fortran_order': False, 'shape': {size}, }}"
    text += " " * (-(len(text) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode("ascii")


def _lock(folder: pathlib.Path) -> int:
    """Takes the lock of a folder, which the system lets go of when the process ends, however it ends."""
    descriptor = os.open(folder / ".monitor.lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if os.name == "nt":
            import msvcrt
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise RuntimeError(f"{folder}: another Monitor writes here (.monitor.lock is locked); close it or give another folder") from error
    return descriptor
