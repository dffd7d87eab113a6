"""Fourier transforms of 20000 points without a grid, by four threads."""

import finufft
import numpy as np

TOLERANCE = 1e-9


def work():
    random = np.random.default_rng(0)
    x, y = random.uniform(-3, 3, size=(2, 20_000))
    strengths = random.normal(size=20_000) + 1j
    return finufft.nufft2d1(x, y, strengths, (64, 64), eps=1e-9, nthreads=4)
