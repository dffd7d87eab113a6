"""Has scikit-learn compute in a Python of another architecture: tests/aarch64 runs this, as

    PYTHON tests/aarch64-packages.py

in an environment with scikit-learn and the wheel. Two models are fitted on the runtime in scikit-learn's own wheel, on
ferromp in LD_PRELOAD, and on ferromp that the environment has enabled. The last line has the figures, as cargo's tests
have them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import cargo_like
import ferromp

LIBRARY = str(Path(ferromp.__file__).parent / "lib/libgomp.so.1")

FIT = """
import json, sys, warnings
import numpy
from sklearn.cluster import KMeans
from sklearn.ensemble import HistGradientBoostingClassifier

points = numpy.random.default_rng(0).normal(size=(600, 4))
sides = (points[:, 0] > points[:, 1]).astype(int)
clusters = KMeans(3, n_init=1, random_state=0).fit(points)
trees = HistGradientBoostingClassifier(max_iter=5).fit(points, sides)
found = [int(clusters.labels_.sum()), round(trees.score(points, sides), 6)]

warnings.simplefilter("ignore")
import ferromp
bound = ferromp.info()["bound"]
runtimes = {name: bound[file] for file in bound for name in ("_k_means_lloyd", "histogram") if name in file}
regions = sum(place["regions"] for place in ferromp.stats()["regions"]) if ferromp.info()["active"] else 0
print(json.dumps([found, runtimes, regions]))
"""


def fit(**variables: str) -> tuple[list[float], dict[str, list[str]], int]:
    """What another interpreter finds, on which runtimes, in how many of ferromp's regions."""
    # The statistics have it count from the start.
    environment = os.environ | {"OMP_NUM_THREADS": "3", "FERROMP_STATS": "1"} | variables
    done = subprocess.run([sys.executable, "-c", FIT], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found, runtimes, regions = json.loads(done.stdout.splitlines()[-1])
    return found, runtimes, regions


def on_ferromp(**variables: str) -> None:
    found, runtimes, regions = fit(**variables)
    assert runtimes == {"_k_means_lloyd": [LIBRARY], "histogram": [LIBRARY]}, runtimes
    assert regions > 10 and found == OWN, (regions, found)


def test_on_the_runtime_of_the_wheel() -> None:
    found, runtimes, regions = fit()
    assert len(runtimes) == 2 and LIBRARY not in sum(runtimes.values(), []) and regions == 0, (runtimes, regions)
    OWN.extend(found)


OWN: list[float] = []
"""What the first test has found."""


def test_preloaded() -> None:
    # The emulator's variable: in LD_PRELOAD itself, its own loader would look for the library.
    on_ferromp(QEMU_SET_ENV=f"LD_PRELOAD={LIBRARY}")


def test_enabled() -> None:
    ferromp.enable()
    try:
        on_ferromp()
    finally:
        assert ferromp.disable()


if __name__ == "__main__":
    sys.exit(cargo_like.run(globals()))
