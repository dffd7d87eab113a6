"""Runs every scenario twice, with the runtimes that the packages bundle and under ferromp, and prints both results.

Ends with 0 only if every scenario is right under ferromp. A scenario is a program that prints a last line `RESULT text`
and ends with 0 if all is right."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import watch

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
OUT = TARGET / "demo"
LIBRARY = TARGET / "lib/libgomp.so.1"
FERROMP = TARGET / "release/ferromp"
LIMIT = float(os.environ.get("FERROMP_DEMO_LIMIT", "120"))
"""Seconds for each scenario; they take a few on two quiet cores."""


@dataclass
class Scenario:
    name: str
    title: str
    command: list[str]
    by_ctypes: bool = False
    """The program loads ferromp itself, so nothing is preloaded."""


def python(script: str, *arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "demo/scenarios" / script), *arguments]


SCENARIOS = [
    Scenario("hgb", "HistGradientBoosting, fitted again in forked children", python("fork_children.py", "hgb")),
    Scenario("kmeans", "KMeans, fitted again in forked children", python("fork_children.py", "kmeans")),
    Scenario("lightgbm", "LightGBM, fitted again in forked children", python("fork_children.py", "lightgbm")),
    Scenario("xgboost", "XGBoost, fitted again in forked children", python("fork_children.py", "xgboost")),
    Scenario("faiss", "faiss, an index trained again in forked children", python("fork_children.py", "faiss")),
    Scenario("fork-busy", "forks while another Python thread is fitting", python("fork_busy.py")),
    Scenario("one-pool", "scikit-learn, LightGBM, XGBoost and faiss in one process", python("one_pool.py")),
    Scenario("ctypes", "the same, captured by ctypes.CDLL before the imports", python("one_pool.py"), by_ctypes=True),
    Scenario("mixed-c", "C program, GCC's and Clang's code inside each other's regions", [str(OUT / "mixed")]),
    Scenario("mixed-c-fork", "the same, again in a forked child", [str(OUT / "mixed"), "fork"]),
    Scenario("mixed-python", "Python extensions by GCC and Clang inside each other's regions", python("mixed.py")),
    Scenario("mixed-python-fork", "the same, again in a forked child", python("mixed.py", "fork")),
    Scenario("threadpoolctl", "threadpoolctl sees the runtime and limits it", python("limits.py")),
    Scenario("joblib", "joblib: threads, loky and forked workers", python("joblib_backends.py")),
]


def environment(by_ctypes: bool, under_ferromp: bool) -> dict[str, str]:
    """Four threads whatever the machine, one thread in the BLAS so that OpenMP's can be counted."""
    kept = {name: value for name, value in os.environ.items() if name not in ("LD_PRELOAD", "LD_LIBRARY_PATH")}
    kept |= {"OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "1", "FERROMP_DEMO_OUT": str(OUT)}
    kept["PYTHONWARNINGS"] = "ignore"
    kept.pop("FERROMP_DEMO_LIBRARY", None)
    kept.pop("FERROMP_DEMO_CTYPES", None)
    if under_ferromp:
        kept["FERROMP_LIB_DIR"] = str(LIBRARY.parent)
        kept["FERROMP_DEMO_LIBRARY"] = str(LIBRARY)
    if under_ferromp and by_ctypes:
        kept["FERROMP_DEMO_CTYPES"] = "1"
    return kept


def run(scenario: Scenario, under_ferromp: bool) -> tuple[bool, str]:
    """Whether all was right, and what to write into the table."""
    command = scenario.command
    if under_ferromp and not scenario.by_ctypes:
        command = [str(FERROMP), "run", "--", *command]
    log = OUT / f"{scenario.name}.{'ferromp' if under_ferromp else 'bundled'}.log"
    ending = watch.run(command, environment(scenario.by_ctypes, under_ferromp), log, LIMIT, stacks=under_ferromp)
    lines = [line for line in log.read_text(errors="replace").splitlines() if not line.startswith("Extension modules:")]
    results = [line.removeprefix("RESULT ") for line in lines if line.startswith("RESULT ")]
    right = ending.status == 0 and bool(results)
    if under_ferromp and not right:
        print(f"--- output of {scenario.name} under ferromp, the last 60 lines of {log}")
        print("\n".join(lines[-60:]), flush=True)
    if ending.hangs:
        return False, "hangs"
    if ending.late:
        return False, f"no end in {LIMIT:.0f} s"
    if results:
        return right, results[-1] if right or ending.status == 1 else f"{results[-1]}, then exit status {ending.status}"
    how = f"killed by {signal.Signals(-ending.status).name}" if ending.status < 0 else f"exit status {ending.status}"
    reasons = [line for line in lines if line.startswith(("AssertionError: ", "ferromp: "))]
    return False, f"{reasons[-1].removeprefix('AssertionError: ')} ({how})" if reasons else how


def make_references() -> None:
    """What each model predicts with one thread of the bundled runtime: the result that all others are compared with."""
    one_thread = environment(False, False) | {"OMP_NUM_THREADS": "1"}
    subprocess.run(python("models.py"), env=one_thread, check=True, timeout=LIMIT)


def table(rows: list[tuple[str, str, str]]) -> str:
    """Rows as text in columns of fitting width."""
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    return "\n".join(lines)


def check_built() -> None:
    """Ends the program if the library or the command is not there."""
    for path in (LIBRARY, FERROMP):
        if not path.exists():
            sys.exit(f"{path} is missing; `make local` builds it")


def main() -> int:
    unknown = set(sys.argv[1:]) - {scenario.name for scenario in SCENARIOS}
    if unknown:
        print(
            f"no such scenario: {', '.join(sorted(unknown))}; there are {', '.join(s.name for s in SCENARIOS)}",
            file=sys.stderr,
        )
        return 2
    check_built()
    make_references()
    rows = [("what", "bundled runtime", "under ferromp")]
    all_right = True
    for scenario in SCENARIOS:
        if sys.argv[1:] and scenario.name not in sys.argv[1:]:
            continue
        print(f"{scenario.name}: {scenario.title} …", end=" ", flush=True)
        _, bundled = run(scenario, under_ferromp=False)
        print(f"bundled: {bundled} …", end=" ", flush=True)
        right, ferromp = run(scenario, under_ferromp=True)
        print(f"ferromp: {ferromp}", flush=True)
        all_right &= right
        rows.append((scenario.title, bundled, ferromp if right else f"FAILS: {ferromp}"))
    print()
    print(table(rows))
    print()
    print("all right under ferromp" if all_right else "NOT all right under ferromp")
    return 0 if all_right else 1


if __name__ == "__main__":
    sys.exit(main())
