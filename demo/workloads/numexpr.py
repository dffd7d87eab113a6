"""An expression over a million numbers, by four threads."""

import numexpr
import numpy as np


def work():
    numexpr.set_num_threads(4)
    x = np.arange(1_000_000) / 1000
    return numexpr.evaluate("sin(x) ** 2 + 3 * x")[::100]
