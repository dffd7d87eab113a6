"""Switching a whole environment: a .pth file, which every interpreter of it reads when it starts."""

from __future__ import annotations

import os

from ferromp import _runtime

FILE = "ferromp-enabled.pth"

LINE = "import sys; exec('try: import ferromp\\nexcept ImportError: pass')\n"
"""Does nothing if the package has been removed without `disable`."""


def _folder() -> str:
    """The folder that the package is installed in."""
    return os.path.dirname(_runtime.HERE)


def _file() -> str:
    return os.path.join(_folder(), FILE)


def is_enabled() -> bool:
    """Whether the interpreters of this environment start with ferromp."""
    return os.path.exists(_file())


def enable() -> str:
    """Has every interpreter of this environment start with ferromp, those that run programs, notebooks, or
    workers of multiprocessing, joblib, Dask and Ray. Returns the file that does it.

    This process is switched too, as by any import of the package."""
    import site

    if _folder() not in site.getsitepackages() and _folder() != site.getusersitepackages():
        raise RuntimeError(f"{_folder()} is no folder where interpreters look for .pth files; install ferromp with pip")
    # Whole or not at all: interpreters that start now read it.
    fresh = f"{_file()}.{os.getpid()}"
    with open(fresh, "w") as file:
        file.write(LINE)
    os.replace(fresh, _file())
    return _file()


def disable() -> bool:
    """Takes `enable` back, for the interpreters that start from now on. Whether there was something to take."""
    try:
        os.remove(_file())
    except FileNotFoundError:
        return False
    return True


def status() -> str:
    """A few lines that say what this environment and this process do."""
    from ferromp import _control

    how = f"enabled by {_file()}" if is_enabled() else "not enabled"
    lines = [f"ferromp {_control.version()}", f"environment: {how}"]
    if _runtime.in_scope():
        lines.append(f"this process: {_control.path()}, {_control.threads()} threads")
    elif not _runtime.is_wanted():
        lines.append("this process: turned off by FERROMP_PYTHON")
    else:
        lines.append("this process: not loaded")
    return "\n".join(lines)
