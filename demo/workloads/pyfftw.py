"""Fourier transforms of 256 rows and 256 columns, by four threads."""

import numpy as np
import pyfftw

TOLERANCE = 1e-12


def work():
    x = np.random.default_rng(0).normal(size=(256, 256)).astype(complex)
    forward = pyfftw.builders.fft2(x.copy(), threads=4, planner_effort="FFTW_ESTIMATE")
    return forward(x)
