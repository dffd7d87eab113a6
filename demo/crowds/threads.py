"""Threads that each open regions: joblib's threading backend with HistGradientBoosting and KMeans. Argument: n_jobs."""

import sys

import work
from joblib import Parallel, delayed
from meter import Meter


def main() -> None:
    workers = Parallel(n_jobs=int(sys.argv[1]), backend="threading")
    with workers:
        workers(delayed(work.fit)(number) for number in range(work.FITS))
        with Meter():
            results = workers(delayed(work.fit)(number) for number in range(work.FITS))
    work.check(results)


if __name__ == "__main__":
    main()
