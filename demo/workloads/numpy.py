"""Products, Cholesky factors and solutions of 300 rows."""

import numpy as np

TOLERANCE = 1e-10


def work():
    a = np.random.default_rng(0).normal(size=(300, 300))
    square = a @ a.T + 300 * np.eye(300)
    return [a @ a, np.linalg.cholesky(square), np.linalg.solve(square, a[0])]
