"""Runs a small work with each package, on its own runtime and under ferromp, in one process and in forked children,
and writes the table of docs/compatibility.md. Ends with 0 only if nothing fails under ferromp alone."""

from __future__ import annotations

import argparse
import ast
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import watch
from stand_ins import make as make_stand_ins

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "compatibility"
PAGE = ROOT / "docs/compatibility.md"
WORKLOADS = ROOT / "demo/workloads"
LIMIT = 240.0
"""Seconds for one run; they take a few on a quiet machine."""
HEAD = "| package | version | what is done | runtime | natively | forked | ferromp | forked |"


@dataclass
class Wheel:
    """A package of PyPI. Its workload is a module that returns numbers."""

    name: str
    needs: tuple[str, ...] = ()
    """Other packages that the workload imports."""
    variables: dict[str, str] = field(default_factory=dict)
    bare: bool = False
    """Installed without what it requires, which is for a GPU; `needs` has the rest. See stand_ins.py."""

    @property
    def file(self) -> Path:
        return WORKLOADS / f"{self.name.replace('-', '_')}.py"

    @property
    def what(self) -> str:
        return (ast.get_docstring(ast.parse(self.file.read_text())) or "").splitlines()[0].rstrip(".")

    @property
    def tolerance(self) -> float:
        """How far from each other two runs' results may be, relative to the largest number."""
        tree = ast.parse(self.file.read_text())
        assigned = (node for node in tree.body if isinstance(node, ast.Assign))
        named = {target.id: node.value for node in assigned for target in node.targets if isinstance(target, ast.Name)}
        return float(ast.literal_eval(named["TOLERANCE"])) if "TOLERANCE" in named else 0.0


@dataclass
class Program:
    """A package of Debian. Its workload is a script that prints what came out, and may print THREADS and a number."""

    name: str
    script: str
    linked: str
    """The program or library that uses OpenMP."""
    forks: bool = False
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return WORKLOADS / self.script

    @property
    def what(self) -> str:
        return self.file.read_text().splitlines()[0].lstrip("#% ").rstrip(".")

    @property
    def tolerance(self) -> float:
        words = self.file.read_text().splitlines()[1].lstrip("#% ").split()
        return float(words[1]) if words[0] == "tolerance:" else 0.0


INTERPRETERS = {".sh": ["sh"], ".R": ["Rscript"], ".m": ["octave-cli", "-qf"]}

PROGRAMS = [
    Program("r-cran-data.table", "data_table.R", "/usr/lib/R/site-library/data.table/libs/data_table.so", forks=True),
    Program("octave", "octave.m", "/usr/bin/octave-cli"),
    Program("graphicsmagick", "graphicsmagick.sh", "/usr/bin/gm"),
    Program("gromacs", "gromacs.sh", "/usr/bin/gmx"),
    Program("clustalo", "clustalo.sh", "/usr/bin/clustalo"),
]
"""They run under `ferromp run`."""

TORCH_NEEDS = ("filelock", "fsspec", "jinja2", "networkx", "numpy", "setuptools", "sympy", "typing-extensions")

GROUPS = [
    [
        Wheel("numpy"),
        Wheel("scipy"),
        Wheel("scikit-learn"),
        Wheel("lightgbm"),
        Wheel("xgboost-cpu"),
        Wheel("faiss-cpu"),
        Wheel("numba", variables={"NUMBA_THREADING_LAYER": "omp", "NUMBA_NUM_THREADS": "2"}),
        Wheel("numexpr"),
        Wheel("pyarrow"),
        Wheel("healpy"),
        Wheel("pyfftw"),
        Wheel("pyscf"),
        Wheel("pykdtree"),
        Wheel("qiskit-aer"),
        Wheel("networkit"),
        Wheel("implicit"),
    ],
    [
        Wheel("camb"),
        Wheel("dipy"),
        Wheel("finufft"),
        Wheel("pot"),
        Wheel("mdanalysis"),
        Wheel("qulacs"),
        Wheel("pypardiso"),
        Wheel("umap-learn"),
        Wheel("opencv-python-headless"),
        Wheel("openmm"),
        Wheel("pyshtools"),
        Wheel("catboost"),
        Wheel("gensim"),
        Wheel("onnxruntime", needs=("onnx",)),
        Wheel("polars"),
        Wheel("jax"),
    ],
    [Wheel("torch", needs=TORCH_NEEDS, bare=True)],
]
"""Packages that are installed together, in an environment of their own."""


@dataclass
class Cell:
    """What came of a run."""

    text: str
    right: bool
    accounts: list[dict] = field(default_factory=list)


def stand_ins(python: Path) -> Path:
    """Where an environment has the stand-ins for libraries of a GPU."""
    return python.parent.parent / "stand-ins"


def environment(package: Wheel | Program, python: Path, under_ferromp: bool) -> dict[str, str]:
    """Four threads whatever the machine has."""
    prefixes = ("OMP_", "KMP_", "GOMP_", "LD_", "FERROMP_", "OPENBLAS_NUM", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    kept |= {"OMP_NUM_THREADS": "4", "PYTHONWARNINGS": "ignore", "FERROMP_PYTHON": "1" if under_ferromp else "0"}
    if isinstance(package, Wheel) and package.bare:
        kept["LD_LIBRARY_PATH"] = str(stand_ins(python))
    return kept | package.variables


def off(one: list[float], other: list[float]) -> float:
    """The largest difference, relative to the largest number."""
    if len(one) != len(other):
        return math.inf
    largest = max((abs(number) for number in one if math.isfinite(number)), default=0.0) or 1.0
    pairs = zip(one, other, strict=True)
    differences = (0.0 if a == b or math.isnan(a) and math.isnan(b) else abs(a - b) for a, b in pairs)
    return max(differences, default=0.0) / largest


def printed(text: str) -> dict:
    """What a script says, as an account. Words that are no numbers count too."""
    result, threads = [], None
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["THREADS"]:
            threads = int(words[1])
            continue
        for word in words:
            try:
                result.append(float(word))
            except ValueError:
                result.append(float(zlib.crc32(word.encode())))
    return {"result": result, "threads": threads, "runtimes": {}}


def run(package: Wheel | Program, python: Path, under_ferromp: bool, forked: bool) -> Cell:
    """One run of a workload, by the environment's Python or under its command."""
    mode = "forked" if forked else "one"
    name = f"{package.name}.{'ferromp' if under_ferromp else 'native'}.{mode}"
    file, log = OUT / f"{name}.json", OUT / f"{name}.log"
    file.unlink(missing_ok=True)
    if isinstance(package, Wheel):
        command = [str(python), str(ROOT / "demo/probe.py"), package.file.stem, mode, str(file)]
    else:
        command = [*INTERPRETERS[package.file.suffix], str(package.file), mode]
        if under_ferromp:
            command = [str(python.with_name("ferromp")), "run", "--", *command]
    ending = watch.run(command, environment(package, python, under_ferromp), log, LIMIT, stacks=under_ferromp)
    said = [line for line in log.read_text(errors="replace").splitlines() if line.startswith("RESULT ")]
    if ending.hangs:
        return Cell("hangs", False)
    if ending.late:
        return Cell(f"no end in {LIMIT:.0f} s", False)
    if said:
        return Cell(said[-1].removeprefix("RESULT "), False)
    if ending.status != 0:
        how = signal.Signals(-ending.status).name if ending.status < 0 else f"status {ending.status}"
        return Cell(f"ends by {how}", False)
    if isinstance(package, Program):
        return Cell("", True, [printed(log.read_text())])
    return Cell("", True, json.loads(file.read_text()))


def judge(package: Wheel | Program, cell: Cell, reference: Cell, library: Path | None) -> None:
    """Compares with the package's own result in one process, and under ferromp looks for other runtimes."""
    if not cell.right:
        return
    threads = sorted({account["threads"] for account in cell.accounts if account["threads"]})
    cell.text = ", ".join(["right", "–".join(map(str, threads))][: 1 + bool(threads)])
    differences = [off(reference.accounts[0]["result"], account["result"]) for account in cell.accounts]
    if not max(differences) <= package.tolerance:
        cell.text, cell.right = f"differs by {max(differences):.1e}", False
    others = {target for account in cell.accounts for target in account["runtimes"]} - {str(library)}
    if library and others:
        cell.text, cell.right = f"calls {', '.join(sorted(Path(other).name for other in others))}", False


def own_runtimes(package: Wheel | Program, cell: Cell) -> str:
    """The runtimes that a package's libraries call when ferromp is not there."""
    if isinstance(package, Program):
        libraries = subprocess.run(["ldd", package.linked], capture_output=True, text=True, check=True).stdout
        names = (line.split()[0] for line in libraries.splitlines())
        return ", ".join(sorted(name for name in names if name.startswith(("libgomp", "libomp", "libiomp5"))))
    if not cell.accounts:
        return ""
    names = sorted(Path(target).name for target in cell.accounts[0]["runtimes"])
    return ", ".join(names) or "own threads"


def version(package: Wheel | Program, python: Path) -> str:
    """The version that is installed."""
    code = f"import importlib.metadata as all; print(all.version({package.name!r}))"
    command = [str(python), "-c", code]
    if isinstance(package, Program):
        command = ["dpkg-query", "--show", "--showformat=${Version}", package.name]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def row(package: Wheel | Program, python: Path, library: Path) -> tuple[str, list[str]]:
    """The package's row, and what is wrong under ferromp and right without it."""
    cells, failures = [], []
    reference = None
    for under_ferromp in (False, True):
        for forked in (False, True):
            if forked and isinstance(package, Program) and not package.forks:
                cells.append(Cell("", True))
                continue
            cell = run(package, python, under_ferromp, forked)
            reference = reference or cell
            if reference.accounts:
                judge(package, cell, reference, library if under_ferromp else None)
            cells.append(cell)
    if not cells[0].right:
        failures.append(f"{package.name}: the work itself fails: {cells[0].text}")
    for natively, switched, where in zip(cells[:2], cells[2:], ("in one process", "forked"), strict=True):
        if natively.right and not switched.right:
            failures.append(f"{package.name}: {where}: {switched.text}")
    columns = [
        package.name,
        version(package, python),
        package.what,
        own_runtimes(package, reference),
        *(cell.text for cell in cells),
    ]
    return "| " + " | ".join(columns) + " |", failures


def make_environment(number: int, group: list[Wheel | Program]) -> Path:
    """A fresh environment with the packages and the wheel, enabled. Its Python."""
    folder = OUT / f"venv-{number}"
    python = folder / "bin/python"
    wheels = [package for package in group if isinstance(package, Wheel)]
    bare = [package.name for package in wheels if package.bare]
    needed = sorted({name for package in wheels for name in (package.name, *package.needs)} - set(bare))
    if programs := [package.name for package in group if isinstance(package, Program)]:
        subprocess.run([ROOT / "tests/packages", *programs], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    stamp = folder / "installed"
    if not stamp.exists() or not {*needed, *bare} <= set(stamp.read_text().split()):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        if needed:
            print(f"Installing with pip into {folder}: {' '.join(needed)}", flush=True)
            subprocess.run([*pip, "--only-binary=:all:", *needed], check=True)
        for name in bare:
            print(f"Installing with pip into {folder}, without what it requires: {name}", flush=True)
            subprocess.run([*pip, "--only-binary=:all:", "--no-deps", "--no-cache-dir", name], check=True)
            make_stand_ins(next(folder.glob(f"lib/python3*/site-packages/{name}")), stand_ins(python))
        stamp.write_text(" ".join([*needed, *bare]))
    wheel = max((OUT.parent / "dist").glob("ferromp-*.whl"))
    subprocess.run([*pip, "--no-deps", "--no-index", "--force-reinstall", wheel], check=True)
    subprocess.run([python, "-m", "ferromp", "enable"], check=True, stdout=subprocess.DEVNULL)
    return python


def write(rows: dict[str, str]) -> None:
    """Puts the rows into the page, in the place of those with the same names."""
    lines = PAGE.read_text().splitlines()
    start = lines.index(HEAD) + 2
    end = next((i for i in range(start, len(lines)) if not lines[i].startswith("|")), len(lines))
    known = {line.split("|")[1].strip(): line for line in lines[start:end]} | rows
    order = [package.name for group in [*GROUPS, PROGRAMS] for package in group]
    lines[start:end] = [known[name] for name in order if name in known]
    PAGE.write_text("\n".join(lines) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the rows into docs/compatibility.md")
    parser.add_argument("--keep", action="store_true", help="keep the environments for the next run")
    parser.add_argument("names", nargs="*", metavar="NAME", help="packages; all, if none is given")
    wanted = parser.parse_args()
    names = {package.name for group in [*GROUPS, PROGRAMS] for package in group}
    if unknown := set(wanted.names) - names:
        parser.error(f"no workload for {', '.join(sorted(unknown))}; there are {', '.join(sorted(names))}")
    OUT.mkdir(parents=True, exist_ok=True)
    failures = []
    print(HEAD, flush=True)
    for number, group in enumerate([*GROUPS, PROGRAMS]):
        chosen = [package for package in group if not wanted.names or package.name in wanted.names]
        if not chosen:
            continue
        python = make_environment(number, group if wanted.keep else chosen)
        library = next((OUT / f"venv-{number}").glob("lib/python3*/site-packages/ferromp/lib/libgomp.so.1"))
        for package in chosen:
            text, wrong = row(package, python, library.resolve())
            print(text, flush=True)
            failures += wrong
            if wanted.write:
                write({package.name: text})
        if not wanted.keep:
            shutil.rmtree(OUT / f"venv-{number}")
    for failure in failures:
        print(f"NOT right: {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
