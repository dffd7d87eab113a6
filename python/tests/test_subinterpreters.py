"""Interpreters beside the first one of a process: they have the same runtime, whichever of them came first."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import Environment, interpreter, make_environment

PROGRAM = """
import os, sys, threading
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

def create():
    if sys.version_info >= (3, 13):
        return interpreters.create({{"own": "isolated", "shared": "legacy"}}[{lock!r}])
    return interpreters.create(isolated={lock!r} == "own")

CODE = '''
import ctypes, os, ferromp
side = ctypes.CDLL({side!r})
def work():
    return side.members(), sum(side.sum_below(1000) != 499500 for _ in range(100))
said = [work(), ferromp.threads(), ferromp.info()["library"]]
os.write(%d, (repr(said) + "\\\\n").encode())
'''

def run(one, writable):
    failure = interpreters.run_string(one, CODE % writable)
    if failure:
        os.write(writable, (repr(failure) + "\\n").encode())

readable, writable = os.pipe()
others = [create() for _ in range(3)]
threads = [threading.Thread(target=run, args=(one, writable)) for one in others]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
exec(CODE % writable)
os.close(writable)
with open(readable) as said:
    print(said.read(), end="")
print(ferromp.stats()["threads_alive"])
for one in others:
    interpreters.destroy(one)
print(side.members())
"""


def pythons() -> dict[str, str | None]:
    """By what the tests call it: an interpreter, if there is one."""
    ordinary = {f"3.{minor}": interpreter(minor) for minor in (12, 13, 14)}
    return ordinary | {"free-threaded": os.environ.get("FERROMP_FREE_THREADED_PYTHON")}


@pytest.fixture(scope="module", params=["3.12", "3.13", "3.14", "free-threaded"])
def environment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Environment:
    python = pythons()[request.param]
    if not python:
        pytest.skip(f"no Python {request.param}")
    made = make_environment(tmp_path_factory.mktemp("subinterpreters"), wheel, python)
    made.ferromp("enable")
    return made


@pytest.mark.parametrize("lock", ["own", "shared"])
def test_interpreters_open_regions_at_once(environment: Environment, side: Path, lock: str) -> None:
    if lock == "own" and "3.12" in environment.version:
        pytest.skip("Python 3.12 has no ctypes in an interpreter with a lock of its own")
    said = environment.watched(PROGRAM.format(side=str(side), lock=lock)).splitlines()
    assert said[:4] == [repr([(3, 0), 3, str(environment.library)])] * 4
    # Three threads of the interpreters' and the first one have had two workers each at most.
    assert 2 <= int(said[4]) <= 8
    assert said[5:] == ["3"]


def test_the_package_cannot_be_called_without_ctypes_and_does_no_harm(environment: Environment) -> None:
    if "3.12" not in environment.version:
        pytest.skip("only Python 3.12 has interpreters without ctypes")
    code = """
import _xxsubinterpreters as interpreters
one = interpreters.create(isolated=True)
interpreters.run_string(one, "import ferromp, sys; print('ferromp' in sys.modules, flush=True)")
"""
    assert environment.run(code) == "True"
