"""Spherical harmonics of a map of 49152 pixels, and back."""

import healpy
import numpy as np

TOLERANCE = 1e-10


def work():
    sky = np.random.default_rng(0).normal(size=healpy.nside2npix(64))
    coefficients = healpy.map2alm(sky, lmax=96, iter=1)
    return [coefficients, healpy.alm2map(coefficients, 64)]
