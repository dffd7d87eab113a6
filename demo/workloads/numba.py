"""A parallel loop with a reduction, on its OpenMP layer."""

import numba
import numpy as np


@numba.njit(parallel=True)
def squares(n):
    total = 0
    for i in numba.prange(n):
        total += i * i
    return total


def work():
    assert numba.njit is not None and numba.get_num_threads() > 1
    total = squares(100_000)
    assert numba.threading_layer() == "omp"
    return np.array([total])
