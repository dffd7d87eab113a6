"""Factors of a matrix of 500 users and 300 items by alternating least squares, by four threads."""

import numpy as np
import scipy.sparse
from implicit.als import AlternatingLeastSquares

TOLERANCE = 1e-3


def work():
    ratings = scipy.sparse.random(500, 300, density=0.05, format="csr", random_state=0, dtype=np.float32)
    model = AlternatingLeastSquares(factors=16, iterations=5, num_threads=4, random_state=0)
    model.fit(ratings, show_progress=False)
    return [model.user_factors, model.item_factors]
