"""The shared library: where it is, the structs of isoapprox.h, and the call of a function in a thread that Ctrl-C can stop."""

from __future__ import annotations

import ctypes
import os
import pathlib
import platform
import threading
from typing import Any, Callable

BAD_INPUT = 2
_NEEDED = {"avx2", "bmi1", "bmi2", "fma", "movbe", "abm", "f16c"}

ProgressFunction = ctypes.CFUNCTYPE(
    ctypes.c_int32, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_double, ctypes.c_double)


class EmbeddingStruct(ctypes.Structure):
    _fields_ = [
        ("points", ctypes.c_void_p), ("rows", ctypes.c_int64), ("columns", ctypes.c_int64),
        ("labels", ctypes.c_void_p), ("label_texts", ctypes.POINTER(ctypes.c_char_p)),
    ]


class SetStruct(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_size_t), ("kind", ctypes.c_int32), ("margin", ctypes.c_double), ("within", ctypes.c_double),
        ("beyond", ctypes.c_double), ("groups", ctypes.POINTER(ctypes.c_char_p)),
    ]


class MeasureOptions(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_size_t), ("margin", ctypes.c_double), ("thickness", ctypes.c_int32), ("seed", ctypes.c_int32),
        ("time_limit", ctypes.c_double), ("cancel", ctypes.POINTER(ctypes.c_int32)),
    ]


class MatrixStruct(ctypes.Structure):
    _fields_ = [("numbers", ctypes.c_void_p), ("rows", ctypes.c_int64), ("columns", ctypes.c_int64)]


class HealthOptions(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_size_t), ("margin", ctypes.c_double), ("beta", ctypes.c_double), ("temperature", ctypes.c_double),
        ("pair_limit", ctypes.c_int32), ("seed", ctypes.c_int32), ("against", MatrixStruct), ("classifier", MatrixStruct),
        ("bias", ctypes.c_void_p), ("bias_count", ctypes.c_int64), ("groups", ctypes.POINTER(ctypes.c_char_p)),
        ("time_limit", ctypes.c_double), ("cancel", ctypes.POINTER(ctypes.c_int32)),
    ]


class NearestOptions(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_size_t), ("metric", ctypes.c_int32), ("dimension", ctypes.c_int32), ("starts", ctypes.c_int32),
        ("seed", ctypes.c_int32), ("threads", ctypes.c_int32), ("prove", ctypes.c_int32), ("gap", ctypes.c_double),
        ("time_limit", ctypes.c_double), ("progress", ProgressFunction), ("user", ctypes.c_void_p),
        ("cancel", ctypes.POINTER(ctypes.c_int32)),
    ]


class NearestResult(ctypes.Structure):
    _fields_ = [
        ("lower", ctypes.c_double), ("upper", ctypes.c_double), ("gap", ctypes.c_double), ("status", ctypes.c_int32),
        ("rows", ctypes.c_int64), ("columns", ctypes.c_int64), ("embedding", ctypes.POINTER(ctypes.c_double)),
        ("json", ctypes.c_char_p), ("certificate", ctypes.c_char_p),
    ]


def _require_processor() -> None:
    """The library would end the process on a processor without its instructions; an exception is better."""
    if platform.machine() not in ("x86_64", "AMD64"):
        return
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            flags = next((line.split(":", 1)[1].split() for line in lines if line.startswith("flags")), None)
    except OSError:
        return
    missing = sorted(_NEEDED.difference(flags)) if flags else []
    if missing:
        raise ImportError(f"isoapprox needs an x86-64-v3 processor; this one lacks {', '.join(missing)}")


def _load() -> ctypes.CDLL:
    given = os.environ.get("ISOAPPROX_LIBRARY")
    path = pathlib.Path(given) if given else pathlib.Path(__file__).with_name("libisoapprox.so")
    if not path.exists():
        raise ImportError(f"{path}: no such file; build it with 'bash src/python/build.sh', or name it in ISOAPPROX_LIBRARY")
    _require_processor()
    library = ctypes.CDLL(str(path))
    pointer = ctypes.POINTER
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "version": (ctypes.c_char_p, []),
        "last_error": (ctypes.c_size_t, [ctypes.c_char_p, ctypes.c_size_t]),
        "free": (None, [ctypes.c_void_p]),
        "set_init": (None, [pointer(SetStruct)]),
        "measure_options_init": (None, [pointer(MeasureOptions)]),
        "health_options_init": (None, [pointer(HealthOptions)]),
        "nearest_options_init": (None, [pointer(NearestOptions)]),
        "measure": (ctypes.c_int, [pointer(EmbeddingStruct), pointer(MeasureOptions), pointer(ctypes.c_void_p)]),
        "distance": (
            ctypes.c_int,
            [pointer(EmbeddingStruct), ctypes.c_void_p, ctypes.c_int64, pointer(ctypes.c_int32), pointer(ctypes.c_void_p)]),
        "collapse": (
            ctypes.c_int,
            [pointer(EmbeddingStruct), ctypes.c_void_p, ctypes.c_int64, pointer(MeasureOptions), pointer(ctypes.c_void_p)]),
        "anchors": (ctypes.c_int, [pointer(EmbeddingStruct), pointer(ctypes.c_int32), pointer(ctypes.c_void_p)]),
        "health": (ctypes.c_int, [pointer(EmbeddingStruct), pointer(HealthOptions), pointer(ctypes.c_void_p)]),
        "nearest": (
            ctypes.c_int, [pointer(EmbeddingStruct), pointer(SetStruct), pointer(NearestOptions), pointer(NearestResult)]),
        "nearest_result_clear": (None, [pointer(NearestResult)]),
        "certify": (
            ctypes.c_int,
            [pointer(EmbeddingStruct), pointer(SetStruct), ctypes.c_char_p, pointer(ctypes.c_int32), pointer(ctypes.c_double),
             pointer(ctypes.c_void_p)]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, "isoapprox_" + name)
        function.restype = result
        function.argtypes = arguments
    return library


LIBRARY = _load()


def version() -> str:
    """The version of the library."""
    return LIBRARY.isoapprox_version().decode()


def check(status: int) -> None:
    """Raises the last error of this thread. Call it in the thread that made the call."""
    if status == 0:
        return
    length = LIBRARY.isoapprox_last_error(None, 0)
    buffer = ctypes.create_string_buffer(length + 1)
    LIBRARY.isoapprox_last_error(buffer, length + 1)
    message = buffer.value.decode()
    raise ValueError(message) if status == BAD_INPUT else RuntimeError(message)


def take_text(text: ctypes.c_void_p) -> str:
    """Copies a text of the library and frees it."""
    try:
        return ctypes.string_at(text).decode()  # type: ignore[arg-type]
    finally:
        LIBRARY.isoapprox_free(text)


def run(call: Callable[[], Any], cancel: ctypes.c_int32) -> Any:
    """Runs the call in a thread; Ctrl-C sets the flag and waits for the best so far. A second Ctrl-C is waited out likewise."""
    outcome: list[Any] = []
    failure: list[BaseException] = []
    done = threading.Event()

    def body() -> None:
        try:
            outcome.append(call())
        except BaseException as error:  # handed to the caller's thread below
            failure.append(error)
        finally:
            done.set()

    threading.Thread(target=body, name="isoapprox").start()
    while True:
        try:
            # Not Thread.join: an interrupted one takes the thread for finished (Python 3.11).
            while not done.wait(0.05):
                pass
            break
        except KeyboardInterrupt:
            cancel.value = 1
    if failure:
        raise failure[0]
    return outcome[0]
