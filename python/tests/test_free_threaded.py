"""A Python without the interpreter's lock: its threads run regions, and call the package, at the same time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Environment, make_environment
from work import TEAM

THREADS = 6
"""Of Python's, that do the same at once."""


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Environment:
    """An environment of such a Python, enabled, with the packages of the one that python/test has made."""
    python = os.environ.get("FERROMP_FREE_THREADED_PYTHON")
    if not python:
        pytest.skip("no free-threaded Python: python/free-threaded says how to have one")
    made = make_environment(tmp_path_factory.mktemp("free"), wheel, python)
    assert made.ferromp("enable").startswith("ferromp: enabled: ")
    return made


@pytest.fixture(scope="module")
def packages(free: Environment) -> Environment:
    """The same, if it has numpy, scipy and scikit-learn."""
    done = free.start(free.python, "-c", "import numpy, scipy, sklearn")
    if done.returncode != 0:
        pytest.skip(f"no numpy, scipy and scikit-learn: {done.stderr.strip().splitlines()[-1]}")
    return free


def program(side: Path, body: str) -> str:
    """A program with `side`, the library of conftest, and `at_once`, which has threads do the same."""
    return f"""
import ctypes, os, sys, threading
from concurrent.futures import ThreadPoolExecutor
import ferromp
side = ctypes.CDLL({str(side)!r})

def at_once(work, threads={THREADS}):
    start = threading.Barrier(threads)
    def begin(number):
        start.wait()
        return work(number)
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(begin, range(threads)))

{body}
assert not sys._is_gil_enabled()
"""


def test_the_package_leaves_the_lock_off(free: Environment, side: Path) -> None:
    body = """
def use(number):
    assert ferromp.threads() == 3 and side.members() == 3
    assert ferromp.info()["bound"] == {side._name: [ferromp.info()["library"]]}
    return ferromp.stats()["forks"]
assert use(0) == 0
assert at_once(use) == [0] * 6
with ferromp.limit(2):
    assert at_once(lambda number: (ferromp.threads(), side.members())) == [(2, 2)] * 6
"""
    free.watched(program(side, body))


def test_threads_open_regions_at_once(free: Environment, side: Path) -> None:
    body = """
ferromp.stats()
def regions(number):
    return sum(side.sum_below(1000) != 499500 for _ in range(500))
assert at_once(regions) == [0] * 6
stats = ferromp.stats()
[place] = [place for place in stats["regions"] if place["library"] == side._name]
print(place["regions"], place["threads"], stats["threads_alive"], stats["threads_created"])
"""
    regions, members, alive, created = map(int, free.last_line(program(side, body)).split())
    assert (regions, members) == (THREADS * 500, THREADS * 500 * TEAM)
    # Those of teams that ran at the same time, at most one for each thread of Python's.
    assert TEAM - 1 <= alive == created <= THREADS * (TEAM - 1)


def test_threads_change_their_own_number_at_once(free: Environment, side: Path) -> None:
    body = """
def own(number):
    side.set_threads(1 + number % 3)
    return {side.members() for _ in range(200)}
assert at_once(own) == [{1}, {2}, {3}, {1}, {2}, {3}]
assert side.members() == 3
"""
    free.watched(program(side, body))


def test_a_child_is_forked_while_other_threads_are_in_regions(free: Environment, side: Path) -> None:
    body = """
import warnings
warnings.simplefilter("ignore", DeprecationWarning)
done = threading.Event()
def others(number):
    if number:
        while not done.is_set():
            assert side.sum_below(1000) == 499500
        return 0
    try:
        for _ in range(5):
            child = os.fork()
            if child == 0:
                right = side.members() == 3 and side.sum_below(1000) == 499500 and ferromp.threads() == 3
                os._exit(0 if right else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        done.set()
    return ferromp.stats()["forks"]
print(at_once(others)[0])
"""
    assert free.last_line(program(side, body)) == "5"


def test_models_are_fitted_by_threads_at_once(packages: Environment, side: Path) -> None:
    body = """
import work
alone = [work.fit(seed) for seed in range(6)]
assert len(set(alone)) == 6
ferromp.stats()
for _ in range(3):
    assert at_once(work.fit) == alone
account = work.account()
assert account["runtimes"] == [ferromp.info()["library"]] and account["libraries"] >= 3, account
print(ferromp.stats()["threads_created"])
"""
    assert TEAM - 1 <= int(packages.last_line(program(side, body))) <= (THREADS + 1) * (TEAM - 1)


def test_openblas_is_called_by_threads_at_once(packages: Environment, side: Path) -> None:
    body = """
import numpy, scipy.linalg
from scipy.linalg import blas
from copies import set_threads
assert set_threads(2) == 2
a = numpy.random.default_rng(0).normal(size=(200, 200))
wanted = a @ a
factor = numpy.linalg.cholesky(wanted.T @ wanted + numpy.eye(200))
def multiply(number):
    for _ in range(20):
        assert numpy.allclose(a @ a, wanted) and numpy.allclose(blas.dgemm(1.0, a, a), wanted)
        assert numpy.allclose(scipy.linalg.cholesky(wanted.T @ wanted + numpy.eye(200), lower=True), factor)
ferromp.stats()
at_once(multiply)
places = [place for place in ferromp.stats()["regions"] if "openblas" in place["library"]]
print({os.path.basename(place["library"]).split("-")[0] for place in places} == {"libscipy_openblas", "libscipy_openblas64_"})
"""
    assert packages.last_line(program(side, body)) == "True"


def test_children_get_the_same_results(packages: Environment, side: Path) -> None:
    body = """
import multiprocessing, work
if __name__ == "__main__":
    work.fit()
    for method in "fork", "spawn":
        with multiprocessing.get_context(method).Pool(2) as pool:
            accounts = pool.map(work.account, [0] * 4, chunksize=1)
        work.check(accounts, len({account["pid"] for account in accounts}))
"""
    # Python may warn of forks beside threads.
    said = packages.watched(program(side, body)).splitlines()
    assert sum(line.startswith("right in ") for line in said) == 2, said
