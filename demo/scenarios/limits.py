"""threadpoolctl: sees the runtime that the packages use, and its limits reach scikit-learn's regions."""

import sys

import runtimes

import models
from sklearn.cluster import KMeans
from sklearn.utils._openmp_helpers import _openmp_effective_n_threads
from threadpoolctl import threadpool_info, threadpool_limits


def fit() -> None:
    features, _ = models.data()
    KMeans(n_clusters=5, n_init=1, max_iter=5, random_state=0).fit(features)


def main() -> None:
    right = True
    before = runtimes.threads()
    with threadpool_limits(limits=2, user_api="openmp"):
        fit()
        limited, effective = runtimes.threads() - before + 1, _openmp_effective_n_threads()
        reported = [info["num_threads"] for info in threadpool_info() if info["user_api"] == "openmp"]
    right &= limited == 2 and effective == 2 and set(reported) == {2}
    fit()
    unlimited = runtimes.threads() - before + 1
    right &= unlimited == models.THREADS and _openmp_effective_n_threads() == models.THREADS
    runtimes.check_bound("sklearn")
    seen = {info["filepath"] for info in threadpool_info() if info["user_api"] == "openmp"}
    print(f"seen: {seen}")
    sees = runtimes.used() <= seen
    print(f"RESULT {'seen' if sees else 'not seen'}; limited to 2: {limited} threads, then {unlimited}")
    sys.exit(not (right and sees))


if __name__ == "__main__":
    main()
