"""Trains an index of 20 lists on 4000 rows and searches it."""

import faiss
import numpy as np

TOLERANCE = 1e-5


def work():
    x = np.random.default_rng(0).normal(size=(4000, 16)).astype(np.float32)
    index = faiss.IndexIVFFlat(faiss.IndexFlatL2(16), 16, 20)
    index.train(x)
    index.add(x)
    return index.search(x[:500], 5)[0]
