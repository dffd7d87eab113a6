"""OpenBLAS on ferromp's threads: `src/abi/openblas` has the rules."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from ferromp import _control, _runtime

TIMEOUT = "OPENBLAS_THREAD_TIMEOUT"
SPIN = "16"
"""OpenBLAS's own threads spin for 2 to the power of this many cycles, some thirty microseconds. That is enough within an
LU factorization, the only thing that they do. What OpenBLAS was built with keeps them, for a tenth of a second after
it, on a processor that ferromp's threads want."""

MOST = 32
"""With more threads than this a copy uses its own for everything."""


@contextmanager
def lets_own_threads_sleep() -> Iterator[None]:
    """Copies that are loaded meanwhile read from the environment how long their own threads spin."""
    if _runtime.is_off("FERROMP_OPENBLAS") or TIMEOUT in os.environ or len(os.sched_getaffinity(0)) > MOST:
        yield
        return
    os.environ[TIMEOUT] = SPIN
    try:
        yield
    finally:
        # Another thread may have done the same.
        os.environ.pop(TIMEOUT, None)


def give_threads(_: ModuleType | None = None) -> None:
    """Has each copy of OpenBLAS in the process that can use them use ferromp's threads."""
    look = getattr(_control.library(), "ferromp_openblas_look", None)
    # An older library may be preloaded.
    if look is not None:
        look()
