"""Denoises a volume of 30 slices by the method "classic", by four threads."""

import numpy as np
from dipy.denoise.nlmeans import nlmeans

TOLERANCE = 1e-6


def work():
    # The default method is wrong in some places in every third run or so, on any runtime.
    volume = np.random.default_rng(0).normal(size=(30, 30, 30)) + 10
    return nlmeans(volume, 1.0, method="classic", patch_radius=1, block_radius=2, num_threads=4)
