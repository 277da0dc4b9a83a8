"""Writes the .npy and .npz files of this folder with NumPy (made with NumPy 1.24.2). Run: python3 make.py

Every points file holds the same matrix, so that one expected value serves all of them:
    row i, column j = (-1)^(i+j) (4 i + j) / 4     for floats (exact in float16),
    row i, column j = (-1)^(i+j) (4 i + j)         for signed integers,
    row i, column j = 4 i + j                      for unsigned integers, (4 i + j) odd for bool,
with 5 rows and 4 columns. The labels are 7, 7, -2, 30, -2 (unsigned: 7, 7, 2, 30, 2) or the words below.
"""
import itertools
import pathlib

import numpy as np
from numpy.lib import format as npy

here = pathlib.Path(__file__).parent
i, j = np.meshgrid(np.arange(5), np.arange(4), indexing="ij")
value = 4 * i + j
sign = (-1) ** (i + j)


def points(kind):
    return {"f": sign * value / 4.0, "i": sign * value, "u": value, "b": value % 2 == 1}[kind]


def save(name, array, version=(1, 0)):
    with open(here / name, "wb") as stream:
        npy.write_array(stream, array, version=version)


for dtype in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
    ends = {"<": "le", ">": "be"} if dtype[1] != "1" else {"|": "le"}
    for (end, end_name), (order, order_name) in itertools.product(ends.items(), {"C": "c", "F": "fortran"}.items()):
        array = np.array(points(dtype[0]), dtype=end + dtype, order=order)
        save(f"points-{dtype}-{end_name}-{order_name}.npy", array)

for major in (1, 2, 3):
    save(f"points-f8-version{major}.npy", points("f"), (major, 0))

integers = np.array([7, 7, -2, 30, -2])
words = np.array(["setosa", "setosa", "été", "𝔸", "été"])
for dtype in ["i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "<f2", "<f4", "<f8", ">f8"]:
    save(f"labels-{dtype.replace('<', 'le-').replace('>', 'be-')}.npy", integers.astype(dtype))
for dtype in ["u1", "<u2", "<u4", ">u8"]:
    save(f"labels-{dtype.replace('<', 'le-').replace('>', 'be-')}.npy", abs(integers).astype(dtype))
save("labels-b1.npy", np.array([True, True, False, True, False]))
save("labels-column.npy", integers.reshape(5, 1))
save("labels-U-le.npy", words.astype("<U6"))
save("labels-U-be.npy", words.astype(">U6"))
save("labels-S.npy", np.array([w.encode() for w in words]))

np.savez(here / "stored.npz", X=points("f"), y=integers)
np.savez_compressed(here / "deflated.npz", X=np.asfortranarray(points("f")), y=words)
np.savez(here / "named.npz", features=points("i"), target=words, other=np.zeros(3))
np.savez(here / "unnamed.npz", points("f"), integers)
np.savez(here / "points-only.npz", X=points("f"))

# Refused content.
save("bad-complex.npy", points("f").astype("c16"))
save("bad-object.npy", np.array([[None, 1], [2, 3]], dtype=object))
save("bad-datetime.npy", np.array([["2020-01-01", "2020-01-02"]], dtype="M8[D]"))
save("bad-structured.npy", np.zeros((2, 2), dtype=[("a", "f8"), ("b", "i4")]))
save("bad-longdouble.npy", points("f").astype(np.longdouble))
save("bad-1d.npy", np.arange(5.0))
save("bad-3d.npy", np.zeros((2, 2, 2)))
save("bad-0d.npy", np.array(1.0))
save("bad-no-rows.npy", np.zeros((0, 4)))
save("bad-no-columns.npy", np.zeros((4, 0)))
save("bad-nan.npy", np.array([[1.0, 2.0], [3.0, np.nan], [5.0, 6.0]]))
save("bad-inf.npy", np.array([[1.0, -np.inf]], dtype="f4"))
save("bad-labels-fraction.npy", np.array([0.0, 1.0, 1.5, 0.0, 1.0]))
save("bad-labels-empty-text.npy", np.array(["a", "b", "", "a", "b"]))
save("bad-labels-2d.npy", np.zeros((5, 2), dtype="i4"))
