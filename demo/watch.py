"""Runs a command with a time limit, in a session of its own; notices when it hangs, and can print the stacks then."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
SAMPLE = 0.25
"""Seconds between two looks at the processes."""
QUIET = 5.0
"""Seconds in which nothing of the session computes before it counts as hanging. A process that is merely starved is
runnable all the time."""


@dataclass
class Ending:
    """How a command ended: exit status, or `hangs` (all threads asleep), or `late` (still computing at the limit)."""

    status: int | None
    seconds: float
    hangs: bool = False
    late: bool = False


def _stat(path: Path) -> list[str] | None:
    """The fields of a /proc stat file from the state on (field 3), or None if the task is gone."""
    try:
        return path.read_text().rpartition(")")[2].split()
    except OSError:
        return None


def members(session: int) -> list[int]:
    """The processes of a session, zombies not counted."""
    found = []
    for entry in Path("/proc").iterdir():
        stat = _stat(entry / "stat") if entry.name.isdigit() else None
        if stat and int(stat[3]) == session and stat[0] != "Z":
            found.append(int(entry.name))
    return sorted(found)


def _activity(session: int) -> tuple[frozenset[int], int, bool]:
    """The processes of a session, the processor time they used so far in ticks, and whether any thread is runnable."""
    processes = members(session)
    ticks, runnable = 0, False
    for process in processes:
        for task in Path(f"/proc/{process}/task").glob("*"):
            if stat := _stat(task / "stat"):
                runnable |= stat[0] in "RD"
                ticks += int(stat[11]) + int(stat[12])
    return frozenset(processes), ticks, runnable


def _handles(process: int, number: int) -> bool:
    """Whether the process has a handler for the signal."""
    status = Path(f"/proc/{process}/status").read_text()
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (number - 1) & 1)


def print_stacks(session: int) -> None:
    """Prints the C stacks of every process of the session, after Python's: the program's faulthandler writes those to
    its log on SIGUSR1 if it is registered for that."""
    for process in members(session):
        # One that ends meanwhile has no stacks to show.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError, subprocess.TimeoutExpired):
            command = Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
            print(f"--- process {process}: {command}", flush=True)
            if _handles(process, signal.SIGUSR1):
                os.kill(process, signal.SIGUSR1)
                time.sleep(0.5)
            attach = ["gdb", "-p", str(process), "-batch", "-nx", "-iex", "set debuginfod enabled off"]
            stacks = [*attach, "-ex", "thread apply all bt 20"]
            subprocess.run(stacks, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT, timeout=120, check=False)


def end(session: int) -> None:
    """Kills what is left of the session."""
    for process in members(session):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def run(command: list[str], environment: dict[str, str], log: Path, limit: float, stacks: bool) -> Ending:
    """Runs `command` with its output in `log`, for `limit` seconds at most; a hang is seen after QUIET seconds. Where
    `stacks` is set, prints the stacks of what does not end. Nothing stays behind, also if SIGTERM ends this program."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    with log.open("w") as output:
        child = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    start = time.monotonic()
    window: list[tuple[float, frozenset[int], int, bool]] = []
    ending = None
    try:
        while ending is None:
            try:
                return Ending(child.wait(SAMPLE), time.monotonic() - start)
            except subprocess.TimeoutExpired:
                pass
            now = time.monotonic()
            window.append((now, *_activity(child.pid)))
            first = next((sample for sample in reversed(window) if now - sample[0] >= QUIET), None)
            if first:
                window = [sample for sample in window if sample[0] >= first[0]]
                # Helper threads that poll (multiprocessing.Pool has two) use a tick now and then.
                still = window[-1][1] == first[1] and window[-1][2] - first[2] <= 0.02 * QUIET * TICKS
                if still and sum(sample[3] for sample in window) <= len(window) / 4:
                    ending = Ending(None, now - start, hangs=True)
            if now - start > limit:
                ending = ending or Ending(None, now - start, late=True)
        if stacks:
            print_stacks(child.pid)
        return ending
    finally:
        end(child.pid)
        child.wait()
