"""What is done when a package that ferromp works with comes in, before it is used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

from ferromp import _openblas, _runtime, _threadpoolctl

ACTIONS: dict[str, Callable[[ModuleType], None]] = {
    "threadpoolctl": _threadpoolctl.register,
    "numpy": _openblas.give_threads,
    # Whichever of them comes first loads scipy's copy.
    "scipy.linalg._fblas": _openblas.give_threads,
    "scipy.linalg.cython_blas": _openblas.give_threads,
    "scipy.linalg": _openblas.give_threads,
}
"""By the name of a module: what is done when it has been executed. The names are those of `_runtime.WATCHED`."""


def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
    """What the other finders find, with the action added."""
    for finder in sys.meta_path:
        if finder is not _runtime.Finder:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                return with_action(spec, ACTIONS[name])
    return None


def with_action(spec: ModuleSpec, action: Callable[[ModuleType], None]) -> ModuleSpec:
    """Has the module's loader, which is this spec's own, do something more."""
    execute = getattr(spec.loader, "exec_module", None)
    if execute is not None:

        def exec_module(module: ModuleType) -> None:
            with _openblas.lets_own_threads_sleep():
                execute(module)
            action(module)

        try:
            spec.loader.exec_module = exec_module  # type: ignore[union-attr,method-assign]
        except AttributeError:
            # One that takes no attributes: the package is imported as if ferromp were not there.
            pass
    return spec
