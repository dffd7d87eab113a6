"""The spectrum of the cosmic background up to multipole 300."""

import camb

TOLERANCE = 1e-6


def work():
    parameters = camb.set_params(H0=67.5, ombh2=0.022, omch2=0.122, As=2e-9, ns=0.965, lmax=300)
    return camb.get_results(parameters).get_unlensed_scalar_cls(lmax=300, CMB_unit="muK")
