"""HistGradientBoosting, KMeans and nearest neighbours on 4000 rows."""

import numpy as np
from sklearn.cluster import KMeans
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.neighbors import NearestNeighbors

TOLERANCE = 1e-10


def work():
    x = np.random.default_rng(0).normal(size=(4000, 8))
    y = x[:, 0] * x[:, 1]
    boosted = HistGradientBoostingRegressor(max_iter=10, random_state=0).fit(x, y).predict(x)
    centres = KMeans(n_clusters=5, n_init=1, random_state=0).fit(x).cluster_centers_
    distances, _ = NearestNeighbors(algorithm="brute").fit(x).kneighbors(x[:500])
    return [boosted, centres, distances]
