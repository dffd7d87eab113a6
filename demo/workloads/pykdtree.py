"""The three nearest of 20000 points, for 5000 others."""

import numpy as np
from pykdtree.kdtree import KDTree


def work():
    random = np.random.default_rng(0)
    tree = KDTree(random.normal(size=(20_000, 3)))
    distances, indices = tree.query(random.normal(size=(5000, 3)), k=3)
    return [distances, indices.astype(int)]
