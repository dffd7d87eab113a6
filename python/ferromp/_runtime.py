"""Finds the library and brings it into the process, at the price that `enable` allows: ctypes is not imported."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

REAL = "libgomp.so.1"
STAND_INS = ("libgomp.so.1.0.0", "libomp.so.5", "libiomp5.so")
"""Libraries that need the real one, so that opening one of these names later ends there."""

WATCHED = {"threadpoolctl", "numpy", "scipy.linalg", "scipy.linalg._fblas", "scipy.linalg.cython_blas"}
"""Modules at whose import something is done (`_hooks`)."""

A_FUNCTION_OF_OURS = "ferromp_get_thread_limit"

HERE = os.path.dirname(os.path.abspath(__file__))


def folder() -> str:
    """The folder that has the library under all its names."""
    return os.environ.get("FERROMP_LIB_DIR") or os.path.join(HERE, "lib")


def is_wanted() -> bool:
    """Whether this process is to be switched."""
    return not is_off("FERROMP_PYTHON")


def is_off(variable: str) -> bool:
    """Whether the environment turns off what a variable is for."""
    return os.environ.get(variable, "1").strip().lower() in ("0", "false", "off", "no")


def in_scope() -> bool:
    """Whether every library that is opened from now on finds ferromp's functions first, or among the first."""
    import _ctypes

    # None: what the loader searches for all. Never closed.
    everything = _ctypes.dlopen(None, os.RTLD_LAZY)  # type: ignore[arg-type]
    try:
        _ctypes.dlsym(everything, A_FUNCTION_OF_OURS)
    except OSError:
        return False
    return True


def start() -> None:
    """Loads the runtime, unless it is there: preloaded, or by another subinterpreter."""
    if not is_wanted():
        return
    try:
        import _ctypes
    except ImportError:
        # A subinterpreter with a GIL of its own, in a Python whose _ctypes cannot be there twice:
        # the first interpreter of the process has done it.
        return
    if not in_scope():
        before = other_runtimes()
        where = folder()
        mode = os.RTLD_GLOBAL | os.RTLD_NOW
        _ctypes.dlopen(os.path.join(where, REAL), mode)
        for name in STAND_INS:
            _ctypes.dlopen(os.path.join(where, name), mode)
        if before:
            warn_of_what_came_before()
    watch()


class Finder:
    """Finds nothing by itself: it has the other finders look, and adds to what they find."""

    @staticmethod
    def find_spec(
        name: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> "ModuleSpec | None":
        if name not in WATCHED:
            return None
        from ferromp import _hooks

        return _hooks.find_spec(name, path, target)


def watch() -> None:
    """Sees to it that packages which ferromp works with are met when they come, or now if they are there."""
    if Finder in sys.meta_path:
        return
    sys.meta_path.insert(0, Finder)
    for name in WATCHED & sys.modules.keys():
        from ferromp import _hooks

        _hooks.ACTIONS[name](sys.modules[name])


def other_runtimes() -> bool:
    """Whether another OpenMP runtime is in the process."""
    with open("/proc/self/maps", "rb") as maps:
        text = maps.read()
    return b"/libgomp" in text or b"/libomp" in text or b"/libiomp5" in text


def warn_of_what_came_before() -> None:
    """Names the libraries that go on to call another runtime."""
    from ferromp import _bindings

    late = {os.path.basename(library) for library, targets in _bindings.bound().items() if _bindings.others(targets)}
    if not late:
        return
    import warnings

    import ferromp

    names = ", ".join(sorted(late))
    warnings.warn(
        f"{names} had bound OpenMP functions to another runtime before ferromp was loaded, and may keep calling it. "
        f"Import ferromp before everything else, run `{os.path.basename(sys.executable)} -m ferromp enable` once, or start "
        "the program by `ferromp run`.",
        ferromp.LateWarning,
        stacklevel=3,
    )
