"""Small fits, each of some hundreds of short parallel regions, and the check that they give what they give alone."""

import numpy as np
from sklearn.cluster import KMeans
from sklearn.ensemble import HistGradientBoostingClassifier

FITS = 32
"""Fits of one measurement, whatever the number of workers."""


def warm_up(workers: int) -> int:
    """How many fits come before the measurement, so that each worker has done both kinds."""
    return min(FITS, 4 * workers)


_rng = np.random.default_rng(0)
_features = _rng.normal(size=(2000, 10))
_classes = (_features[:, 0] + _features[:, 1] ** 2 > 1).astype(int)


def hgb() -> np.ndarray:
    model = HistGradientBoostingClassifier(max_iter=10, early_stopping=False, random_state=0)
    return model.fit(_features, _classes).predict_proba(_features)


def kmeans() -> np.ndarray:
    return KMeans(n_clusters=8, n_init=4, random_state=0).fit(_features).cluster_centers_


def fit(number: int) -> np.ndarray:
    """Fit number `number` of a measurement."""
    return (hgb if number % 2 else kmeans)()


def check(results: list[np.ndarray]) -> None:
    """Raises if the results of the fits are not those of fits that ran alone."""
    alone = [fit(0), fit(1)]
    for number, result in enumerate(results):
        np.testing.assert_allclose(result, alone[number % 2], rtol=0, atol=1e-10)
