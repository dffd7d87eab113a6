"""The copies of OpenBLAS in the process, for programs of the tests."""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass

AFFIXES = (("", ""), ("scipy_", "64_"), ("scipy_", ""))
"""What builds put before and behind the names, which may differ from function to function."""


@dataclass(frozen=True)
class Copy:
    file: str
    library: ctypes.CDLL

    def function(self, name: str) -> ctypes._FuncPointer:
        """A function of OpenBLAS's under any of its names."""
        names = (f"{before}{name}{behind}" for before, behind in AFFIXES)
        found: ctypes._FuncPointer = next(getattr(self.library, name) for name in names if hasattr(self.library, name))
        return found


def copies() -> list[Copy]:
    with open("/proc/self/maps") as maps:
        files = {line.rstrip("\n").split(maxsplit=5)[-1] for line in maps if "openblas" in line}
    return [Copy(file, ctypes.CDLL(file)) for file in sorted(files) if "openblas" in os.path.basename(file)]


def set_threads(number: int) -> int:
    """Sets the number of threads of each copy; how many of them ferromp has given threads then."""
    from ferromp import _control

    for copy in copies():
        # The environment's number would be cut off to the processors.
        copy.function("openblas_set_num_threads")(number)
    given: int = _control.library().ferromp_openblas_look()
    return given
