"""ferromp: one OpenMP runtime for the whole process, which survives a fork.

Importing the package before the libraries that use OpenMP switches the process: whatever is
imported after that binds its OpenMP functions to ferromp. `enable` does this for every interpreter
of the environment. ``FERROMP_PYTHON=0`` in the environment of a process turns both off.

Nothing here is imported at the start that an interpreter does not have anyway, since `enable`
makes every interpreter import this module.
"""

from ferromp import _runtime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ferromp._control import Info, info, limit, stats, threads
    from ferromp._environment import disable, enable, status

__all__ = ["Info", "LateWarning", "disable", "enable", "info", "limit", "stats", "status", "threads"]

_LAZY = {
    "Info": "_control",
    "limit": "_control",
    "stats": "_control",
    "threads": "_control",
    "info": "_control",
    "enable": "_environment",
    "disable": "_environment",
    "status": "_environment",
}


class LateWarning(RuntimeWarning):
    """Libraries had bound OpenMP functions to another runtime before ferromp was loaded."""


def __getattr__(name: str) -> object:
    if name == "__version__":
        from ferromp._control import version

        return version()
    if name not in _LAZY:
        raise AttributeError(f"module 'ferromp' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"ferromp.{_LAZY[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})


_runtime.start()
