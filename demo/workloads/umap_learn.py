"""Places 300 points of eight dimensions in two."""

import numpy as np
import umap

TOLERANCE = 1e-5


def work():
    x = np.random.default_rng(0).normal(size=(300, 8))
    return umap.UMAP(n_epochs=20, random_state=0, n_jobs=1, init="random").fit_transform(x)
