"""A fresh environment with the wheel, which finds the packages of the tests' own environment too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# The demo's watchdog tells a hang from a slow program.
sys.path.insert(0, str(ROOT / "demo"))
import watch  # noqa: E402

LIMIT = 300.0
"""Seconds for a program. They take a few on a quiet machine."""


def clean_environment(**variables: str) -> dict[str, str]:
    """No variable of OpenMP or of the loader, three threads in each region, one in the BLAS."""
    prefixes = ("OMP_", "KMP_", "GOMP_", "LD_", "FERROMP_", "OPENBLAS_NUM", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    return kept | {"OMP_NUM_THREADS": "3", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(HERE)} | variables


@dataclass
class Environment:
    """A virtual environment."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin/python"

    @property
    def version(self) -> str:
        """Python's, for example 3.12."""
        return next(self.folder.glob("lib/python3*")).name.removeprefix("python")

    @property
    def package(self) -> Path:
        return next(self.folder.glob("lib/python3*/site-packages/ferromp"))

    @property
    def library(self) -> Path:
        """The one real file."""
        return self.package / "lib/libgomp.so.1"

    def start(self, *words: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs a command, whatever becomes of it."""
        environment = clean_environment(**variables)
        command = [str(word) for word in words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LIMIT, cwd="/")

    def run(self, code: str, **variables: str) -> str:
        """What a Python program prints, which must end well."""
        done = self.start(self.python, "-c", code, **variables)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def watched(self, program: str, **variables: str) -> str:
        """As `run`, for a program that makes threads or processes: a hang is told from a slow program, and shown. It
        runs from a file, as spawned workers need one."""
        path, log = self.folder / "program.py", self.folder / "program.log"
        path.write_text(program)
        ending = watch.run([str(self.python), str(path)], clean_environment(**variables), log, LIMIT, stacks=True)
        said = log.read_text(errors="replace")
        assert not ending.hangs, f"hangs\n{said[-20000:]}"
        assert not ending.late, f"no end in {LIMIT} s\n{said[-20000:]}"
        assert ending.status == 0, said[-4000:]
        return said.strip()

    def last_line(self, program: str, **variables: str) -> str:
        """As `watched`: the last line. Python and packages may have warned before."""
        return self.watched(program, **variables).splitlines()[-1]

    def ferromp(self, *words: str) -> str:
        """What `python -m ferromp` prints."""
        done = self.start(self.python, "-m", "ferromp", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout


def interpreter(minor: int) -> str | None:
    """A Python of this version, if the machine has one."""
    found = [*Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python"), shutil.which(f"python3.{minor}")]
    for python in map(str, filter(None, found)):
        # pyenv's stand-ins are there for versions that are not in use.
        if subprocess.run([python, "-c", "import venv"], capture_output=True).returncode == 0:
            return python
    return None


@pytest.fixture(scope="session")
def wheel() -> Path:
    """The wheel that python/test has built."""
    return Path(os.environ["FERROMP_WHEEL"])


def make_environment(folder: Path, wheel: Path, python: str = sys.executable) -> Environment:
    """With the wheel, and with the packages that are installed for `python`."""
    subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
    made = Environment(folder)
    install = [sys.executable, "-m", "pip", "--python", str(made.python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, "--disable-pip-version-check", str(wheel)], check=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([python, "-c", where], capture_output=True, text=True, check=True).stdout
    (made.package.parent / "packages-of-the-tests.pth").write_text(packages)
    return made


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Environment:
    """With the wheel, not enabled."""
    return make_environment(tmp_path_factory.mktemp("plain"), wheel)


@pytest.fixture(scope="session")
def enabled(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Environment:
    """With the wheel, enabled."""
    made = make_environment(tmp_path_factory.mktemp("enabled"), wheel)
    assert made.ferromp("enable").startswith("ferromp: enabled: ")
    return made


SIDE = """
#include <omp.h>

int members(void)
{
    int members = 0;
    #pragma omp parallel reduction(+ : members)
    members++;
    return members;
}

long sum_below(long n)
{
    long sum = 0;
    #pragma omp parallel for reduction(+ : sum)
    for (long i = 0; i < n; i++)
        sum += i;
    return sum;
}

void set_threads(int n) { omp_set_num_threads(n); }
"""


@pytest.fixture(scope="session")
def side(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that uses OpenMP, for ctypes."""
    folder = tmp_path_factory.mktemp("side")
    (folder / "side.c").write_text(SIDE)
    command = [os.environ.get("GCC", "gcc"), "-O1", "-fopenmp", "-fPIC", "-shared", "side.c", "-o", "side.so"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "side.so"
