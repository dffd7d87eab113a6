"""The models that the scenarios fit, on data of a few thousand rows, and the comparison with what one thread predicts.

As a program: writes the predictions of all models into $FERROMP_DEMO_OUT, to be run with one thread of the bundled
runtime."""

import os
from pathlib import Path

import numpy as np

OUT = Path(os.environ["FERROMP_DEMO_OUT"])
THREADS = int(os.environ["OMP_NUM_THREADS"])


def data():
    """4000 rows of 10 columns and two classes; the same numbers each time."""
    rng = np.random.default_rng(0)
    features = rng.normal(size=(4000, 10))
    return features, (features[:, 0] + features[:, 1] ** 2 > 1).astype(int)


def hgb():
    from sklearn.ensemble import HistGradientBoostingClassifier

    features, classes = data()
    return HistGradientBoostingClassifier(max_iter=20, random_state=0).fit(features, classes).predict_proba(features)


def kmeans():
    from sklearn.cluster import KMeans

    features, _ = data()
    return KMeans(n_clusters=5, n_init=2, random_state=0).fit(features).cluster_centers_


def lightgbm():
    import lightgbm as lgb

    features, classes = data()
    model = lgb.LGBMClassifier(n_estimators=20, n_jobs=THREADS, deterministic=True, force_row_wise=True, verbose=-1)
    return model.fit(features, classes).predict_proba(features)


def xgboost():
    import xgboost as xgb

    features, classes = data()
    return (
        xgb.XGBClassifier(n_estimators=20, n_jobs=THREADS, tree_method="hist")
        .fit(features, classes)
        .predict_proba(features)
    )


def faiss():
    import faiss

    features = data()[0].astype(np.float32)
    columns = features.shape[1]
    index = faiss.IndexIVFFlat(faiss.IndexFlatL2(columns), columns, 20)
    index.train(features)
    index.add(features)
    distances, _ = index.search(features[:500], 5)
    return distances


MODELS = {"hgb": hgb, "kmeans": kmeans, "lightgbm": lightgbm, "xgboost": xgboost, "faiss": faiss}

# How far a prediction may be from one thread's. 0: bit by bit. KMeans and XGBoost add up partial
# sums that depend on the number of threads and on the order in which they finish, with every
# runtime; the error is that of a sum of a few thousand doubles (KMeans) or of floats (XGBoost).
# Each thread of faiss adds up whole centroids.
TOLERANCE = {"hgb": 0.0, "kmeans": 1e-12, "lightgbm": 0.0, "xgboost": 1e-5, "faiss": 0.0}


def check(name: str, predicted) -> None:
    """Raises if the prediction differs from one thread's by more than the model's tolerance."""
    expected = np.load(OUT / f"{name}.npy")
    off = float(np.max(np.abs(predicted - expected)))
    if not off <= TOLERANCE[name]:
        raise AssertionError(f"{name}: differs by {off} from one thread's result, more than {TOLERANCE[name]}")


if __name__ == "__main__":
    for model_name, fit in MODELS.items():
        np.save(OUT / f"{model_name}.npy", fit())
