"""Cholesky and LU factors and singular values of 300 rows, and a Fourier transform by four workers."""

import numpy as np
import scipy.fft
import scipy.linalg

TOLERANCE = 1e-10


def work():
    a = np.random.default_rng(0).normal(size=(300, 300))
    square = a @ a.T + 300 * np.eye(300)
    transformed = scipy.fft.fft2(a, workers=4)
    return [scipy.linalg.cholesky(square), scipy.linalg.lu(a)[2], scipy.linalg.svdvals(a), transformed]
