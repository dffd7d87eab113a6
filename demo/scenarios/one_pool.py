"""Fits scikit-learn's, LightGBM's, XGBoost's and faiss's models in one process; counts runtimes in use and threads."""

import sys

import runtimes  # first: it may load ferromp

import models


def main() -> None:
    before = peak = runtimes.threads()
    for name, fit in models.MODELS.items():
        models.check(name, fit())
        # libgomp ends threads when a smaller team follows.
        peak = max(peak, runtimes.threads())
    runtimes.check_bound("sklearn", "lightgbm", "xgboost", "faiss")
    used = runtimes.used()
    threads = peak - before + 1
    for path, targets in sorted(runtimes.bindings().items()):
        print(f"{path} -> {', '.join(sorted(targets))}")
    print(f"loaded: {', '.join(filter(runtimes.is_runtime, runtimes.loaded()))}")
    runtime = "runtime" if len(used) == 1 else "runtimes"
    print(f"RESULT {len(used)} {runtime} in use, {threads} threads ({models.THREADS} asked for)")
    sys.exit(len(used) != 1 or threads != models.THREADS)


if __name__ == "__main__":
    main()
