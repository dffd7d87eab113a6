"""OpenBLAS on ferromp's threads: `src/abi/openblas` has the rules."""

from __future__ import annotations

from types import ModuleType

from ferromp import _control


def give_threads(_: ModuleType | None = None) -> None:
    """Has each copy of OpenBLAS in the process that can use them use ferromp's threads."""
    look = getattr(_control.library(), "ferromp_openblas_look", None)
    # An older library may be preloaded.
    if look is not None:
        look()
