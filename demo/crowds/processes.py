"""Worker processes that each open regions of two threads. Arguments: `joblib` (its loky backend) or `dask`, and the number of
processes."""

import sys
from collections.abc import Callable

import work
from meter import Meter

THREADS = 2
"""Threads of a worker's regions. Both libraries would set 1 or less than that where processes fill the processors."""


def measure(count: int, run: Callable[[int], list]) -> None:
    # Workers start, import and fit once before.
    run(work.warm_up(count))
    with Meter():
        results = run(work.FITS)
    work.check(results)


def with_joblib(count: int) -> None:
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend="loky", n_jobs=count, inner_max_num_threads=THREADS), Parallel() as workers:
        measure(count, lambda fits: workers(delayed(work.fit)(number) for number in range(fits)))


def with_dask(count: int) -> None:
    import dask
    from distributed import Client, LocalCluster

    dask.config.set({"distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": THREADS}})
    with (
        LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        measure(count, lambda fits: client.gather(client.map(work.fit, range(fits), pure=False)))


if __name__ == "__main__":
    {"joblib": with_joblib, "dask": with_dask}[sys.argv[1]](int(sys.argv[2]))
