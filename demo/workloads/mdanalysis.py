"""Distances of 1000 particles in a box, by its OpenMP code."""

import numpy as np
from MDAnalysis.lib.distances import distance_array, self_distance_array


def work():
    random = np.random.default_rng(0)
    points = random.uniform(0, 20, size=(1000, 3)).astype(np.float32)
    box = np.array([20, 20, 20, 90, 90, 90], dtype=np.float32)
    between = distance_array(points[:100], points, box=box, backend="OpenMP")
    return [between, self_distance_array(points[:300], box=box, backend="OpenMP")]
