"""A fresh environment with the wheel, which finds the packages of the tests' own environment too."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# The demo's watchdog tells a hang from a slow program.
sys.path.insert(0, str(ROOT / "demo"))
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

    def ferromp(self, *words: str) -> str:
        """What `python -m ferromp` prints."""
        done = self.start(self.python, "-m", "ferromp", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def wheel() -> Path:
    """The wheel that python/test has built."""
    return Path(os.environ["FERROMP_WHEEL"])


def make_environment(folder: Path, wheel: Path) -> Environment:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    made = Environment(folder)
    install = [sys.executable, "-m", "pip", "--python", str(made.python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, "--disable-pip-version-check", str(wheel)], check=True)
    (made.package.parent / "packages-of-the-tests.pth").write_text(sysconfig.get_path("purelib") + "\n")
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
