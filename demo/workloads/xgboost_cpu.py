"""Twenty trees on 4000 rows."""

import numpy as np
import xgboost

TOLERANCE = 1e-4


def work():
    x = np.random.default_rng(0).normal(size=(4000, 8))
    data = xgboost.DMatrix(x, x[:, 0] * x[:, 1])
    return xgboost.train({"nthread": 4, "tree_method": "hist"}, data, 20).predict(data)
