"""What a stretch of work costs: wall time, processor time, context switches and the peak number of threads, of this
process and of all others of its session (worker processes)."""

import os
import resource
import threading
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
LOOK = 0.02
"""Seconds between two counts of the threads."""


def _others() -> list[Path]:
    """The other processes of this session."""
    session, own = os.getsid(0), os.getpid()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == own:
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(entry)
    return found


def _switches(process: Path) -> int:
    """Context switches so far of the threads that the process has now."""
    total = 0
    for task in process.glob("task/*"):
        try:
            lines = (task / "status").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)
    return total


def _usage(process: Path) -> tuple[float, int]:
    """Processor seconds and context switches of another process so far."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0
    return (int(fields[11]) + int(fields[12])) / TICKS, _switches(process)


class Meter:
    """Measures what happens inside a `with`; then prints it as the line that the runner reads. Worker processes have to
    exist when it begins and when it ends."""

    def __enter__(self) -> "Meter":
        self._before = {process: _usage(process) for process in _others()}
        self._own = resource.getrusage(resource.RUSAGE_SELF)
        self._peak = 0
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        self._start = time.perf_counter()
        return self

    def _watch(self) -> None:
        processes = [Path("/proc/self"), *self._before]
        while not self._over.wait(LOOK):
            count = 0
            for process in processes:
                try:
                    count += len(os.listdir(process / "task"))
                except OSError:
                    continue
            # The watcher itself is not the program's.
            self._peak = max(self._peak, count - 1)

    def __exit__(self, kind: type | None, *_: object) -> None:
        wall = time.perf_counter() - self._start
        own = resource.getrusage(resource.RUSAGE_SELF)
        cpu = own.ru_utime + own.ru_stime - self._own.ru_utime - self._own.ru_stime
        switches = own.ru_nvcsw + own.ru_nivcsw - self._own.ru_nvcsw - self._own.ru_nivcsw
        for process, (cpu_before, switches_before) in self._before.items():
            cpu_after, switches_after = _usage(process)
            cpu += max(cpu_after - cpu_before, 0.0)
            switches += max(switches_after - switches_before, 0)
        self._over.set()
        self._watcher.join()
        if kind is None:
            print(f"FIGURES {wall:.4f} {cpu:.4f} {switches} {self._peak}", flush=True)
