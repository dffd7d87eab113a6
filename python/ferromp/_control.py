"""The calls that reach into the library."""

from __future__ import annotations

import ctypes
import json
import os
from types import TracebackType
from typing import Any, TypedDict

from ferromp import _runtime


def version() -> str:
    """Of the package. importlib.metadata knows it too, but takes longer to import than all else here. It also imports
    datetime, and Python 3.13.0 crashes when several interpreters have done that at once."""
    try:
        with open(os.path.join(_runtime.HERE, "VERSION")) as file:
            return file.read().strip()
    except FileNotFoundError:
        return "unknown"


class Info(TypedDict):
    """What `info` says."""

    version: str
    """Of this package."""
    active: bool
    """Whether ferromp is loaded where the libraries of the process find it."""
    library: str | None
    """The library's file."""
    enabled: bool
    """Whether every interpreter of the environment starts with ferromp (`enable`)."""
    processors: int
    """That the process may use."""
    threads: int
    """That the next region of the calling thread has."""
    limit: int | None
    """Of all threads (`limit`)."""
    bound: dict[str, list[str]]
    """By library that calls OpenMP: the runtimes that it is bound to."""


def library() -> ctypes.CDLL:
    """The runtime that is in the process."""
    if not _runtime.in_scope():
        raise RuntimeError("ferromp is not loaded in this process: FERROMP_PYTHON turns it off")
    everything = ctypes.CDLL(None)
    everything.ferromp_get_stats.restype = ctypes.c_size_t
    everything.ferromp_get_stats.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    return everything


def path() -> str:
    """The file of the library that is in the process."""
    from ferromp import _bindings

    file = _bindings.file_of(ctypes.cast(library().ferromp_get_thread_limit, ctypes.c_void_p).value)
    if file is None:
        raise RuntimeError("the loader does not know ferromp's functions")
    return file


class limit:
    """Limits every thread of the process to teams of `threads`, itself included; None takes the limit away.

    Holds from the call on, until another call or, as a context manager, until the end of the block, which
    brings back the limit from before. Threads that run regions at the moment are limited from their next
    region on. Limit them only while no other thread is about to open a region.

    >>> with ferromp.limit(2):
    ...     model.fit(x, y)
    """

    def __init__(self, threads: int | None) -> None:
        if threads is not None and threads < 1:
            raise ValueError(f"a limit is a positive number or None, not {threads}")
        self._library = library()
        self._before: int = self._library.ferromp_get_thread_limit()
        self._library.ferromp_set_thread_limit(threads or 0)

    def __enter__(self) -> limit:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._library.ferromp_set_thread_limit(self._before)


def threads() -> int:
    """How many threads the next region of the calling thread has."""
    return int(library().omp_get_max_threads())


def stats() -> dict[str, Any]:
    """What happened in this process so far: threads, forks, and the places that open regions.

    Regions are counted from the first call on, or from the start if FERROMP_STATS is set. The keys are
    those of FERROMP_STATS=json (docs/environment.md, "What happened")."""
    get = library().ferromp_get_stats
    size = 1 << 16
    while True:
        text = ctypes.create_string_buffer(size)
        length = int(get(text, size))
        if length < size:
            parsed: dict[str, Any] = json.loads(text.value.decode(errors="replace"))
            return parsed
        size = length + (1 << 12)


def info() -> Info:
    """What this process runs on."""
    from ferromp import _bindings, _environment

    active = _runtime.in_scope()
    return {
        "version": version(),
        "active": active,
        "library": path() if active else None,
        "enabled": _environment.is_enabled(),
        "processors": len(os.sched_getaffinity(0)),
        "threads": threads() if active else 0,
        "limit": (library().ferromp_get_thread_limit() or None) if active else None,
        "bound": {name: sorted(targets) for name, targets in sorted(_bindings.bound().items())},
    }


