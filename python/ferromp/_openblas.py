"""OpenBLAS on ferromp's threads.

The wheels of numpy and scipy bring an OpenBLAS each that has threads of its own. From 0.3.27 on it
can be given others' (`openblas_set_threads_callback_function`). Left alone are copies

- that are built for OpenMP, and so run on ferromp anyway, or without threads;
- that have room for fewer than 64 threads, since jobs are numbered from 63 down (the lower numbers are those of
  OpenBLAS's own threads, which LU factorizations go on to use);
- with more than 32 threads, for the same reason."""

from __future__ import annotations

import ctypes
import os
import re
from dataclasses import dataclass
from types import ModuleType

from ferromp import _control

AFFIXES = (("", ""), ("scipy_", "64_"), ("scipy_", ""), ("", "64_"), ("", "_64"), ("", "_64_"))
"""What builds put before and behind the names, which may differ from function to function."""

OWN_THREADS = 1
"""What `openblas_get_parallel` says of a copy with threads of its own."""

ROOM = 64


@dataclass(frozen=True)
class Copy:
    """An OpenBLAS in the process."""

    file: str
    library: ctypes.CDLL

    def function(self, name: str) -> ctypes._FuncPointer | None:
        """A function of OpenBLAS's under any of its names."""
        for before, behind in AFFIXES:
            found = getattr(self.library, f"{before}{name}{behind}", None)
            if found is not None:
                return found  # type: ignore[no-any-return]
        return None

    def number(self, name: str) -> int:
        """What a function without arguments says, 0 if it is not there."""
        function = self.function(name)
        return int(function()) if function is not None else 0

    def room(self) -> int:
        """How many threads it was built for at most."""
        function = self.function("openblas_get_config")
        if function is None:
            return 0
        function.restype = ctypes.c_char_p
        found = re.search(r"MAX_THREADS=(\d+)", (function() or b"").decode(errors="replace"))
        return int(found[1]) if found else 0

    def can_be_given_threads(self) -> bool:
        return (
            self.number("openblas_get_parallel") == OWN_THREADS
            and self.room() >= ROOM
            and self.number("openblas_get_num_threads") <= ROOM // 2
        )


_given: set[str] = set()
"""The files of the copies that have been looked at."""


def is_wanted() -> bool:
    """Whether the environment leaves OpenBLAS to ferromp."""
    return os.environ.get("FERROMP_OPENBLAS", "1").strip().lower() not in ("0", "false", "off", "no")


def copies() -> list[Copy]:
    """The copies that are in the process."""
    with open("/proc/self/maps") as maps:
        files = {line.rstrip("\n").split(maxsplit=5)[-1] for line in maps if "openblas" in line}
    found = []
    for file in sorted(file for file in files if "openblas" in os.path.basename(file)):
        try:
            found.append(Copy(file, ctypes.CDLL(file, mode=os.RTLD_NOLOAD)))
        except OSError:
            # Mapped, but no library: somebody reads it.
            continue
    return found


def give_threads(_: ModuleType | None = None) -> None:
    """Has each new copy use ferromp's threads."""
    if not is_wanted():
        return
    callback = ctypes.cast(_control.library().ferromp_openblas_callback, ctypes.c_void_p)
    for copy in copies():
        if copy.file in _given:
            continue
        _given.add(copy.file)
        register = copy.function("openblas_set_threads_callback_function")
        if register is not None and copy.can_be_given_threads():
            register.argtypes = [ctypes.c_void_p]
            register.restype = None
            register(callback)
