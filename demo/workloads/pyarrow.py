"""Groups and sorts a table of 100000 rows, by four threads."""

import numpy as np
import pyarrow as pa


def work():
    pa.set_cpu_count(4)
    numbers = np.random.default_rng(0).integers(0, 1000, size=100_000)
    table = pa.table({"key": numbers, "value": np.arange(100_000)})
    sums = table.group_by("key").aggregate([("value", "sum")]).sort_by("key")
    return [sums["key"].to_numpy(), sums["value_sum"].to_numpy()]
