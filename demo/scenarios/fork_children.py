"""Fits the model named by the argument in this process, then in forked children and a child's child, then again."""

import multiprocessing
import os
import sys

import models
import runtimes

NAME = sys.argv[1]
PACKAGE = {"hgb": "sklearn", "kmeans": "sklearn"}.get(NAME, NAME)


def fit_and_check(_=None) -> None:
    models.check(NAME, models.MODELS[NAME]())


def child_with_child() -> None:
    fit_and_check()
    grandchild = multiprocessing.get_context("fork").Process(target=fit_and_check)
    grandchild.start()
    grandchild.join()
    sys.exit(grandchild.exitcode)


def main() -> None:
    fork = multiprocessing.get_context("fork")
    fit_and_check()
    runtimes.check_bound(PACKAGE)
    threads = runtimes.threads()
    # XGBoost uses no more threads than there are processors.
    expected = min(models.THREADS, len(os.sched_getaffinity(0))) if NAME == "xgboost" else models.THREADS
    if threads < expected:
        raise AssertionError(f"fitted with {threads} threads of {expected}")
    with fork.Pool(2) as pool:
        pool.map(fit_and_check, range(6), chunksize=1)
    child = fork.Process(target=child_with_child)
    child.start()
    child.join()
    if child.exitcode != 0:
        raise AssertionError(f"the child with a child ended with {child.exitcode}")
    fit_and_check()
    same = "bit for bit" if models.TOLERANCE[NAME] == 0 else f"within {models.TOLERANCE[NAME]}"
    print(f"RESULT works; one thread's result {same}")


if __name__ == "__main__":
    main()
