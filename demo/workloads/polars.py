"""Groups and joins a table of 100000 rows."""

import numpy as np
import polars


def work():
    keys = np.random.default_rng(0).integers(0, 1000, size=100_000)
    table = polars.DataFrame({"key": keys, "value": np.arange(100_000)})
    sums = table.group_by("key").agg(polars.col("value").sum().alias("sum"))
    return table.join(sums, on="key").sort("value")["sum"].to_numpy()
