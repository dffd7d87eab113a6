"""Measures crowds of threads and of processes that each open parallel regions, on three runtimes: what the packages bring,
libomp and ferromp. Prints a table. See docs/python.md."""

import argparse
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import watch

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
OUT = TARGET / "demo"
FERROMP = TARGET / "lib"
CROWDS = ROOT / "demo/crowds"
DEBIAN_PYTHON = "/usr/bin/python3"
OPENBLAS = "/usr/lib/x86_64-linux-gnu/openblas-openmp"
"""Where Debian keeps the libblas.so.3 of libopenblas0-openmp; its numpy asks for that name."""
LIMIT = float(os.environ.get("FERROMP_DEMO_LIMIT", "120"))
"""Seconds for each run; they take a few on two quiet cores."""
SAME = 1.04
"""Two wall times of one thing that are this close are believed."""
RUNTIMES = ("bundled", "libomp", "ferromp")


@dataclass
class Scenario:
    name: str
    title: str
    script: str
    arguments: list[str]
    on_debian: bool = False
    """Run by Debian's Python, whose numpy uses whatever BLAS the loader finds."""


SCENARIOS = [
    *(Scenario(f"threads-{n}", f"joblib, {n} threads: HGB and KMeans", "threads.py", [str(n)]) for n in (2, 4, 8, 16)),
    *(
        Scenario(f"blas-{n}", f"{n} threads: OpenBLAS and scikit-learn", "blas.py", [str(n)], on_debian=True)
        for n in (2, 4, 8)
    ),
    *(
        Scenario(f"{kind}-{n}", f"{kind}, {n} processes of 2 threads", "processes.py", [kind, str(n)])
        for kind in ("joblib", "dask")
        for n in (2, 4)
    ),
]


@dataclass
class Figures:
    wall: float
    cpu: float
    switches: int
    threads: int
    note: str = ""
    """What the program noticed besides."""


def libomp_folder() -> Path:
    """A folder in which libomp answers to every runtime's name."""
    command = [os.environ.get("CLANG", "clang-19"), "-print-file-name=libomp.so.5"]
    library = Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()).resolve()
    folder = OUT / "libomp"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("libomp.so.5", "libgomp.so.1", "libiomp5.so"):
        link = folder / name
        link.unlink(missing_ok=True)
        link.symlink_to(library)
    return folder


def environment(scenario: Scenario, runtime: str, libomp: Path) -> dict[str, str]:
    """The caller's environment without what changes a runtime, with the runtime in front of all others."""
    prefixes = ("OMP_", "GOMP_", "KMP_", "FERROMP_", "OPENBLAS_", "LD_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    # The BLAS of the packages from PyPI has threads of its own, which are not what is measured.
    kept |= {"PYTHONWARNINGS": "ignore", "PYTHONPATH": str(CROWDS)}
    if not scenario.on_debian:
        kept["OPENBLAS_NUM_THREADS"] = "1"
    folders = [OPENBLAS] if scenario.on_debian else []
    if runtime != "bundled":
        folder, file = (libomp, "libomp.so.5") if runtime == "libomp" else (FERROMP, "libgomp.so.1")
        kept["LD_PRELOAD"] = str(folder / file)
        folders.insert(0, str(folder))
    if folders:
        kept["LD_LIBRARY_PATH"] = ":".join(folders)
    return kept


def run(scenario: Scenario, runtime: str, libomp: Path) -> Figures | str:
    """The figures of one run, or what went wrong."""
    python = DEBIAN_PYTHON if scenario.on_debian else sys.executable
    command = [python, str(CROWDS / scenario.script), *scenario.arguments]
    log = OUT / f"crowd-{scenario.name}.{runtime}.log"
    ending = watch.run(command, environment(scenario, runtime, libomp), log, LIMIT, stacks=runtime == "ferromp")
    lines = log.read_text(errors="replace").splitlines()
    figures = [line.split()[1:] for line in lines if line.startswith("FIGURES ")]
    if ending.hangs:
        return "hangs"
    if ending.late:
        return f"no end in {LIMIT:.0f} s"
    if ending.status != 0 or not figures:
        print(f"--- {scenario.name} on {runtime}, the last lines of {log}", *lines[-20:], sep="\n", flush=True)
        return f"exit status {ending.status}"
    wall, cpu, switches, threads = figures[-1]
    notes = [line.removeprefix("NOTE ") for line in lines if line.startswith("NOTE ")]
    return Figures(float(wall), float(cpu), int(switches), int(threads), ", ".join(notes))


def agree(samples: list[Figures | str]) -> bool:
    """Whether a further run has nothing to tell: two are equal within what it could change, or one failed."""
    times = [sample.wall for sample in samples if isinstance(sample, Figures)]
    return len(times) < len(samples) or len(times) > 1 and max(times) <= SAME * min(times)


def summary(samples: list[Figures | str]) -> Figures | str:
    """The median of each figure; a failure, if there was one."""
    for sample in samples:
        if isinstance(sample, str):
            return sample
    return Figures(
        statistics.median(sample.wall for sample in samples),
        statistics.median(sample.cpu for sample in samples),
        round(statistics.median(sample.switches for sample in samples)),
        max(sample.threads for sample in samples),
        next((sample.note for sample in samples if sample.note), ""),
    )


def rows(found: dict[tuple[str, str], Figures | str], scenarios: list[Scenario]) -> list[list[str]]:
    table = [["what", "runtime", "wall", ": better", "processor", "switches", "threads", "note"]]
    for scenario in scenarios:
        peers = [found[scenario.name, runtime] for runtime in RUNTIMES if runtime != "ferromp"]
        best = min((figures.wall for figures in peers if isinstance(figures, Figures)), default=None)
        for runtime in RUNTIMES:
            title = scenario.title if runtime == RUNTIMES[0] else ""
            figures = found[scenario.name, runtime]
            if isinstance(figures, str):
                table.append([title, runtime, "", "", "", "", "", figures])
                continue
            ratio = f"{figures.wall / best:.2f}" if best else ""
            cells = [f"{figures.wall:.2f} s", ratio, f"{figures.cpu:.2f} s", str(figures.switches), str(figures.threads)]
            table.append([title, runtime, *cells, figures.note])
    return table


def as_text(table: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each runs on each runtime, at most (3)")
    parser.add_argument("--quick", action="store_const", const=1, dest="rounds", help="once each: `--rounds 1`")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(scenario.name for scenario in SCENARIOS))
    options = parser.parse_args()
    unknown = set(options.names) - {scenario.name for scenario in SCENARIOS}
    if unknown or options.rounds < 1:
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}" if unknown else "--rounds must be positive")
    if not (FERROMP / "libgomp.so.1").exists():
        sys.exit(f"{FERROMP}/libgomp.so.1 is missing; `make local` builds it")
    OUT.mkdir(parents=True, exist_ok=True)
    libomp = libomp_folder()
    scenarios = [scenario for scenario in SCENARIOS if not options.names or scenario.name in options.names]
    samples: dict[tuple[str, str], list[Figures | str]] = {}
    for number in range(options.rounds):
        for scenario in scenarios:
            print(f"round {number + 1} of {options.rounds}: {scenario.name}", file=sys.stderr, flush=True)
            for runtime in RUNTIMES:
                seen = samples.setdefault((scenario.name, runtime), [])
                if not agree(seen):
                    seen.append(run(scenario, runtime, libomp))
    found = {key: summary(seen) for key, seen in samples.items()}
    print(as_text(rows(found, scenarios)))
    return 1 if any(isinstance(found[scenario.name, "ferromp"], str) for scenario in scenarios) else 0


if __name__ == "__main__":
    sys.exit(main())
