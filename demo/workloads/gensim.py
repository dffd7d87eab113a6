"""Vectors of 50 words from 500 sentences, and their nearest words."""

import numpy as np
from gensim.models import Word2Vec

TOLERANCE = 1e-5


def work():
    random = np.random.default_rng(0)
    sentences = [[f"word{i}" for i in random.integers(0, 50, size=12)] for _ in range(500)]
    # With several workers its result is another one each time.
    model = Word2Vec(sentences, vector_size=32, min_count=1, workers=1, seed=1, epochs=2)
    return [model.wv["word7"], [likeness for _, likeness in model.wv.most_similar("word7")]]
