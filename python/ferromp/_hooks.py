"""What is done when a package that ferromp works with comes in: before it is used, and not at all if it never comes."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


def _on_threadpoolctl(module: ModuleType) -> None:
    from ferromp import _threadpoolctl

    _threadpoolctl.register(module)


_ACTIONS: dict[str, Callable[[ModuleType], None]] = {"threadpoolctl": _on_threadpoolctl}


class _Finder:
    """Finds nothing by itself: it has the other finders look, and adds the action to what they found."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        action = _ACTIONS.get(name)
        if action is None:
            return None
        for finder in sys.meta_path:
            if finder is _Finder:
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                return _with_action(spec, action)
        return None


def _with_action(spec: ModuleSpec, action: Callable[[ModuleType], None]) -> ModuleSpec:
    loader = spec.loader
    execute = getattr(loader, "exec_module", None)
    if execute is not None:

        def exec_module(module: ModuleType) -> None:
            execute(module)
            action(module)

        try:
            # The loader is this spec's own.
            loader.exec_module = exec_module  # type: ignore[union-attr,method-assign]
        except AttributeError:
            # One that takes no attributes: the package is imported as if ferromp were not there.
            pass
    return spec


def install() -> None:
    """Acts on the packages that are there, and on the others when they come."""
    if _Finder in sys.meta_path:
        return
    sys.meta_path.insert(0, _Finder)
    for name, action in _ACTIONS.items():
        module = sys.modules.get(name)
        if module is not None:
            action(module)
