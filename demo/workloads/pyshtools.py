"""Spherical harmonics of a grid of 128 rows, and its spectrum."""

import numpy as np
import pyshtools

TOLERANCE = 1e-10


def work():
    grid = np.random.default_rng(0).normal(size=(128, 128))
    coefficients = pyshtools.expand.SHExpandDH(grid)
    return [coefficients, pyshtools.spectralanalysis.spectrum(coefficients)]
