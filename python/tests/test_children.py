"""Processes that a program starts or forks, in an environment that is enabled: each runs on ferromp, with workers of
its own, and gets the same results. Every program runs OpenMP before it makes children."""

from __future__ import annotations

import pytest
from conftest import Environment

MAIN = "import os, work\n\nif __name__ == '__main__':\n    work.fit()\n"


def program(enabled: Environment, body: str) -> str:
    """Runs a program. Its last line."""
    variables = {"RAY_DISABLE_IMPORT_WARNING": "1", "RAY_USAGE_STATS_ENABLED": "0"}
    variables |= {"NUMBA_THREADING_LAYER": "omp", "NUMBA_NUM_THREADS": "3"}
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return enabled.last_line(MAIN + lines, **variables)


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_multiprocessing(enabled: Environment, method: str) -> None:
    body = f"""
import multiprocessing, time
with multiprocessing.get_context({method!r}).Pool(2) as pool:
    accounts = pool.map(work.account, [0] * 8, chunksize=1)
work.check(accounts, len({{account["pid"] for account in accounts}}))
"""
    assert program(enabled, body).startswith("right in ")


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_concurrent_futures(enabled: Environment, method: str) -> None:
    body = f"""
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context({method!r})) as pool:
    work.check(list(pool.map(work.account, [0, 0])), 1)
"""
    assert program(enabled, body) == "right in 1 processes"


def test_a_forked_child_and_its_child(enabled: Environment) -> None:
    body = """
def generations(left):
    child = os.fork()
    if child == 0:
        work.check([work.account() | {"pid": -1}], 1)
        os._exit(generations(left - 1) if left else 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
work.check([work.account()], 0) if generations(1) == 0 else os._exit(1)
"""
    assert program(enabled, body) == "right in 0 processes"


@pytest.mark.parametrize("backend", ["loky", "multiprocessing"])
def test_joblib(enabled: Environment, backend: str) -> None:
    # joblib gives each of its workers the processors divided by the workers; here as many as
    # elsewhere.
    body = f"""
import joblib
with joblib.parallel_config({backend!r}, n_jobs=2, **({{"inner_max_num_threads": 3}} if {backend!r} == "loky" else {{}})):
    accounts = joblib.Parallel()(joblib.delayed(work.account)() for _ in range(8))
work.check(accounts, len({{account["pid"] for account in accounts}}))
"""
    assert program(enabled, body).startswith("right in ")


def test_loky_by_itself(enabled: Environment) -> None:
    body = """
from joblib.externals.loky import get_reusable_executor
accounts = list(get_reusable_executor(max_workers=1).map(work.account, [0, 0]))
work.check(accounts, 1)
"""
    assert program(enabled, body) == "right in 1 processes"


def test_dask_distributed(enabled: Environment) -> None:
    # Dask's nanny sets OMP_NUM_THREADS=1 for its workers, unless it is told otherwise.
    body = """
import dask, distributed
dask.config.set({"distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": "3"}})
with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
    with distributed.Client(cluster) as client:
        accounts = list(client.run(work.account).values())
work.check(accounts, 2)
"""
    assert program(enabled, body) == "right in 2 processes"


def test_ray(enabled: Environment) -> None:
    body = """
import ray
ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR", object_store_memory=100 << 20)
remote = ray.remote(num_cpus=1, runtime_env={"env_vars": {"OMP_NUM_THREADS": "3"}})(work.account)
accounts = ray.get([remote.remote() for _ in range(4)])
ray.shutdown()
work.check(accounts, len({account["pid"] for account in accounts}))
"""
    assert program(enabled, body).startswith("right in ")


CHILDREN = {
    "fork": "multiprocessing.get_context('fork').Pool(1).map(work.account_of_everything, [0])",
    "spawn": "multiprocessing.get_context('spawn').Pool(1).map(work.account_of_everything, [0])",
    "loky": "list(get_reusable_executor(max_workers=1).map(work.account_of_everything, [0]))",
}


@pytest.mark.parametrize("kind", CHILDREN)
def test_all_packages_in_one_process_and_in_its_child(enabled: Environment, kind: str) -> None:
    body = f"""
import multiprocessing
from joblib.externals.loky import get_reusable_executor
work.check_everything({CHILDREN[kind]}, 1)
"""
    assert program(enabled, body) == "right in 1 processes"
