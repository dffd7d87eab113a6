"""Twenty trees on 2000 rows, by four threads."""

import catboost
import numpy as np


def work():
    x = np.random.default_rng(0).normal(size=(2000, 8))
    options = {"iterations": 20, "thread_count": 4, "random_seed": 0, "verbose": 0, "allow_writing_files": False}
    return catboost.CatBoostRegressor(**options).fit(x, x[:, 0] * x[:, 1]).predict(x)
