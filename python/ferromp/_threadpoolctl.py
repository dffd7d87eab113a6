"""ferromp for threadpoolctl, and so for joblib and scikit-learn.

`omp_set_num_threads`, by which threadpoolctl limits a runtime, sets a number for the thread that
calls it. Whoever limits the pools in the main thread means the whole program, the threads of a
`ThreadPoolExecutor` too; whoever does it in one of those threads means this thread alone, since the
others go on, with limits of their own."""

from __future__ import annotations

import threading
from typing import Any

_before: list[tuple[int, int]] = []
"""What the main thread has to get back: its number, and the limit of all threads, for each limit within another."""


def register(threadpoolctl: Any) -> None:
    """Adds the controller, before the one for every OpenMP runtime."""

    class FerrompController(threadpoolctl.LibController):  # type: ignore[misc]
        """The runtime of all libraries in the process."""

        user_api = "openmp"
        internal_api = "ferromp"
        filename_prefixes = ("libgomp", "libomp", "libiomp5")
        check_symbols = ("ferromp_get_thread_limit",)

        scope: str

        def set_additional_attributes(self) -> None:
            if not hasattr(self.dynlib, "ferromp_get_thread_limit"):
                return
            from ferromp import _control

            # One entry, whichever of its names the library was seen under.
            self.filepath = _control.path()
            self.prefix = "libgomp"
            self.scope = "process in the main thread, else the calling thread"

        def get_num_threads(self) -> int:
            return int(self.dynlib.omp_get_max_threads())

        def set_num_threads(self, num_threads: int) -> None:
            if threading.current_thread() is threading.main_thread():
                self._limit_all(num_threads)
            self.dynlib.omp_set_num_threads(num_threads)

        def get_version(self) -> str:
            from ferromp import _control

            return _control.version()

        def _limit_all(self, num_threads: int) -> None:
            set_limit = self.dynlib.ferromp_set_thread_limit
            if _before and _before[-1][0] == num_threads:
                set_limit(_before.pop()[1])
            else:
                _before.append((self.get_num_threads(), int(self.dynlib.ferromp_get_thread_limit())))
                set_limit(num_threads)

    try:
        threadpoolctl.register(FerrompController)
        controllers = threadpoolctl._ALL_CONTROLLERS
        controllers.insert(0, controllers.pop())
    except AttributeError:
        # A threadpoolctl before 3.4 has no controllers by others, and one to come may keep them
        # elsewhere: it sees an OpenMP runtime like any other then.
        pass
