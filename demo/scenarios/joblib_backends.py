"""joblib's backends, each with two workers that fit models with several OpenMP threads, after a fit in this process."""

import models
import runtimes
from joblib import Parallel, delayed


def fit_and_check(name: str) -> None:
    models.check(name, models.MODELS[name]())


def main() -> None:
    names = ["hgb", "kmeans"] * 3
    for name in set(names):
        fit_and_check(name)
    runtimes.check_bound("sklearn")
    for backend in ("threading", "loky", "multiprocessing"):
        print(f"{backend} …", flush=True)
        Parallel(n_jobs=2, backend=backend)(delayed(fit_and_check)(name) for name in names)
    print("RESULT works")


if __name__ == "__main__":
    main()
