"""Two libraries in the same pool of threads: numpy on an OpenBLAS that is built for OpenMP, and scikit-learn. Argument:
the number of threads."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import work
from meter import Meter

PRODUCTS = 20
"""Matrix products of one task."""

_matrix = np.random.default_rng(1).normal(size=(300, 300))


def multiply() -> np.ndarray:
    result = _matrix
    for _ in range(PRODUCTS):
        result = _matrix @ result
        result /= np.abs(result).max()
    return result


def task(number: int) -> np.ndarray:
    return multiply() if number % 4 < 2 else work.fit(number // 4)


def main() -> None:
    maps = Path("/proc/self/maps").read_text()
    if "openblas-openmp" not in maps:
        sys.exit("numpy does not use the OpenBLAS that is built for OpenMP")
    with ThreadPoolExecutor(int(sys.argv[1])) as pool:
        list(pool.map(task, range(2 * work.FITS)))
        with Meter():
            results = list(pool.map(task, range(2 * work.FITS)))
    alone = multiply()
    for number, result in enumerate(results):
        if number % 4 < 2:
            np.testing.assert_allclose(result, alone, rtol=0, atol=1e-10)
    work.check(results[2::4])


if __name__ == "__main__":
    main()
