"""The OpenMP runtimes in this process, which of them each loaded library is bound to, and the number of threads.

Import this module before any package that uses OpenMP: where FERROMP_DEMO_CTYPES is set, it loads ferromp by ctypes."""

import ctypes
import faulthandler
import importlib.util
import os
import signal
from pathlib import Path

# The demo's watchdog learns by this where a hanging Python program is.
faulthandler.enable()
faulthandler.register(signal.SIGUSR1, all_threads=True)

LIBRARY = os.environ.get("FERROMP_DEMO_LIBRARY")
"""The real path of ferromp's library where the program runs under ferromp, else None."""

if os.environ.get("FERROMP_DEMO_CTYPES"):
    ctypes.CDLL(LIBRARY, ctypes.RTLD_GLOBAL)

# From its file: importing the package would switch this process to ferromp.
_spec = importlib.util.spec_from_file_location("bindings", Path(__file__).parents[2] / "python/ferromp/_bindings.py")
_bindings = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_bindings)
bindings, is_runtime, loaded = _bindings.bound, _bindings.is_runtime, _bindings.loaded


def threads() -> int:
    """Threads of this process now."""
    return len(os.listdir("/proc/self/task"))


def used() -> set[str]:
    """The OpenMP runtimes that at least one library is bound to."""
    return set().union(*bindings().values())


def check_bound(*packages: str) -> None:
    """Raises if one of these packages has no library bound to an OpenMP runtime, or if, under ferromp, any library is
    bound to another runtime."""
    bound = bindings()
    for package in packages:
        if not any(f"/{package}/" in path for path in bound):
            raise AssertionError(f"no library of {package} is bound to an OpenMP runtime: {sorted(bound)}")
    for path, targets in bound.items():
        if LIBRARY and targets != {os.path.realpath(LIBRARY)}:
            raise AssertionError(f"{path} is bound to {sorted(targets)}")
