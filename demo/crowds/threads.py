"""Threads that each open regions: joblib's threading backend with HistGradientBoosting and KMeans. Argument: n_jobs."""

import sys

import work
from joblib import Parallel, delayed
from meter import Meter


def main() -> None:
    count = int(sys.argv[1])
    workers = Parallel(n_jobs=count, backend="threading")
    with workers:
        workers(delayed(work.fit)(number) for number in range(work.warm_up(count)))
        with Meter():
            results = workers(delayed(work.fit)(number) for number in range(work.FITS))
    work.check(results)


if __name__ == "__main__":
    main()
