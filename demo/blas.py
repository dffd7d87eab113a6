"""Runs each scenario on the bundled libraries, on those with one thread for the BLAS, and on ferromp, in turn."""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")

RUNTIMES: dict[str, dict[str, str]] = {
    "bundled": {"FERROMP_PYTHON": "0"},
    "one thread": {"FERROMP_PYTHON": "0", "OPENBLAS_NUM_THREADS": "1"},
    "ferromp": {"FERROMP_LIB_DIR": str(TARGET / "lib")},
}


def products() -> Callable[[], object]:
    """numpy's and scipy's copy of OpenBLAS, in turn."""
    import numpy
    from scipy.linalg import blas

    a = numpy.random.default_rng(0).normal(size=(400, 400))
    return lambda: (a @ a, blas.dgemm(1.0, a, a))


def small_products() -> Callable[[], object]:
    """The same, so small that handing them out is what takes time."""
    import numpy
    from scipy.linalg import blas

    a = numpy.random.default_rng(0).normal(size=(120, 120))
    return lambda: [(a @ a, blas.dgemm(1.0, a, a)) for _ in range(20)]


def cholesky() -> Callable[[], object]:
    """scipy.linalg beside numpy, in a loop. All but LU factorizations uses the callback."""
    import numpy
    import scipy.linalg

    a = numpy.random.default_rng(0).normal(size=(300, 300))
    spd = a @ a.T + 300 * numpy.eye(300)
    return lambda: (scipy.linalg.cho_solve(scipy.linalg.cho_factor(spd), a), a @ spd)


def lu() -> Callable[[], object]:
    """The same with LU factorizations, which keep OpenBLAS's own threads."""
    import numpy
    import scipy.linalg

    a = numpy.random.default_rng(0).normal(size=(300, 300)) + 300 * numpy.eye(300)
    return lambda: (scipy.linalg.lu_solve(scipy.linalg.lu_factor(a), a), a @ a)


def cholesky_alone() -> Callable[[], object]:
    """Nothing but the factor: OpenBLAS hands out two jobs fifty times in half a millisecond."""
    import numpy
    from scipy.linalg import lapack

    a = numpy.random.default_rng(0).normal(size=(300, 300))
    spd = numpy.asfortranarray(a @ a.T + 300 * numpy.eye(300))
    return lambda: lapack.dpotrf(spd)


def lu_alone() -> Callable[[], object]:
    """The same with LU."""
    import numpy
    from scipy.linalg import lapack

    a = numpy.asfortranarray(numpy.random.default_rng(0).normal(size=(300, 300)) + 300 * numpy.eye(300))
    return lambda: lapack.dgetrf(a)


def regions() -> Callable[[], object]:
    """A product, then a region of OpenMP's, again and again (OpenBLAS's issue 3187)."""
    import numpy
    from sklearn.metrics.pairwise import euclidean_distances
    from sklearn.neighbors import NearestNeighbors

    x = numpy.random.default_rng(0).normal(size=(600, 20))
    model = NearestNeighbors(n_neighbors=5, algorithm="brute").fit(x)
    return lambda: (euclidean_distances(x), model.kneighbors(x))


def pca_kmeans() -> Callable[[], object]:
    """PCA, then KMeans."""
    import numpy
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA

    x = numpy.random.default_rng(0).normal(size=(3000, 60))
    return lambda: KMeans(8, n_init=1, max_iter=20, random_state=0).fit(PCA(20, random_state=0).fit_transform(x))


IN_TURN = """
typedef void wide(long, long, long, long, long, long, double, const double *, long, const double *, long, double, double *, long);
typedef void narrow(int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int);
enum { N = 160 };
static double a[N * N], b[N * N], c[N * N];
void in_turn(wide *one, narrow *other)
{
    for (int round = 0; round < 20; round++) {
        one(101, 111, 111, N, N, N, 1.0, a, N, a, N, 0.0, b, N);
        #pragma omp parallel for
        for (int i = 0; i < N * N; i++)
            a[i] = b[i] * 0.5;
        other(101, 111, 111, N, N, N, 1.0, a, N, a, N, 0.0, c, N);
        #pragma omp parallel for
        for (int i = 0; i < N * N; i++)
            a[i] += c[i];
    }
}
"""


def in_turn() -> Callable[[], object]:
    """Twenty times a product by each copy and two loops between them, in C (OpenBLAS's issue 3187)."""
    import ctypes

    import numpy
    import scipy.linalg

    folder = TARGET / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    library = folder / "in_turn.so"
    command = [os.environ.get("GCC", "gcc"), "-O2", "-fopenmp", "-fPIC", "-shared", "-x", "c", "-", "-o", str(library)]
    subprocess.run(command, input=IN_TURN, text=True, check=True)
    folders = (Path(package.__file__).parent.with_name(f"{package.__name__}.libs") for package in (numpy, scipy))
    one, other = (ctypes.CDLL(str(next(folder.glob("libscipy_openblas*")))) for folder in folders)
    function = ctypes.CDLL(str(library)).in_turn
    return lambda: function(one.scipy_cblas_dgemm64_, other.scipy_cblas_dgemm)


SCENARIOS = {
    function.__name__: function
    for function in (products, small_products, cholesky, cholesky_alone, lu, lu_alone, regions, in_turn, pca_kmeans)
}
SECONDS = 1.0


def measure(name: str) -> dict[str, float]:
    """Repeats a scenario for a second; what one time takes, on the average and at least."""
    import ferromp  # noqa: F401

    step = SCENARIOS[name]()
    for _ in range(3):
        step()
    before, began, threads = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter(), 0
    ends = [began]
    while ends[-1] - began < SECONDS or len(ends) < 4:
        step()
        ends.append(time.perf_counter())
        threads = max(threads, len(os.listdir("/proc/self/task")))
    after, times = resource.getrusage(resource.RUSAGE_SELF), len(ends) - 1
    return {
        "ms": 1000 * (ends[-1] - began) / times,
        # Where other programs have the processors now and then, the quickest one ran without them.
        "least": 1000 * min(end - begin for begin, end in pairwise(ends)),
        "processor ms": 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / times,
        "switches": (after.ru_nvcsw + after.ru_nivcsw - before.ru_nvcsw - before.ru_nivcsw) / times,
        "threads": threads,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(SCENARIOS))
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(arguments.measure)))
        return
    unknown = set(arguments.scenarios) - SCENARIOS.keys()
    if unknown:
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    print(f"{'':16}{'':12}{'ms':>9}{'least':>9}{'processor ms':>14}{'switches':>10}{'threads':>9}")
    for name in arguments.scenarios or SCENARIOS:
        seen: dict[str, list[dict[str, float]]] = {runtime: [] for runtime in RUNTIMES}
        for _ in range(arguments.rounds):
            for runtime, variables in RUNTIMES.items():
                command = [sys.executable, __file__, "--measure", name]
                environment = os.environ | {"PYTHONPATH": str(ROOT / "python")} | variables
                done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=120)
                seen[runtime].append(json.loads(done.stdout))
        for runtime, results in seen.items():
            median = {key: statistics.median(result[key] for result in results) for key in results[0]}
            least = min(result["least"] for result in results)
            figures = f"{median['ms']:9.2f}{least:9.2f}{median['processor ms']:14.2f}"
            figures += f"{median['switches']:10.1f}{median['threads']:9.0f}"
            print(f"{name:16}{runtime:12}{figures}", flush=True)


if __name__ == "__main__":
    main()
