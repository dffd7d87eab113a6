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
    count = int(sys.argv[1])
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(task, range(2 * work.warm_up(count))))
        with Meter():
            results = list(pool.map(task, range(2 * work.FITS)))
    # Debian's OpenBLAS is built for one caller at a time (its NUM_PARALLEL), and computes wrongly
    # at times when there are several, with any runtime. That is said, and is not the runtime's
    # failure.
    alone = multiply()
    products = [result for number, result in enumerate(results) if number % 4 < 2]
    wrong = sum(not np.allclose(result, alone, rtol=0, atol=1e-10) for result in products)
    if wrong:
        print(f"NOTE {wrong} of {len(products)} OpenBLAS results wrong")


if __name__ == "__main__":
    main()
