"""What the programs of the tests do: work whose result does not depend on the number of threads, and an account of it."""

from __future__ import annotations

import hashlib
import os
import sys
from typing import Any

TEAM = 3
"""OMP_NUM_THREADS in all tests."""


def fit(seed: int = 0) -> str:
    """Fits a model by OpenMP; what it predicts, as a digest."""
    import numpy
    from sklearn.ensemble import HistGradientBoostingRegressor

    random = numpy.random.default_rng(seed)
    x = random.normal(size=(1000, 8))
    y = x[:, 0] * x[:, 1] + random.normal(size=1000)
    model = HistGradientBoostingRegressor(max_iter=4, max_leaf_nodes=8, early_stopping=False, random_state=0).fit(x, y)
    return hashlib.sha256(model.predict(x).tobytes()).hexdigest()


def everything() -> dict[str, list[float]]:
    """By package: numbers that it has worked out by OpenMP, or by OpenBLAS."""
    import faiss
    import lightgbm
    import numba
    import numpy
    import scipy.linalg
    import xgboost

    x = numpy.random.default_rng(0).normal(size=(600, 8))
    y = x[:, 0] * x[:, 1]
    quiet = {"deterministic": True, "force_row_wise": True, "verbose": -1, "num_threads": TEAM}
    trees = lightgbm.train(quiet, lightgbm.Dataset(x, y), 4).predict(x)
    boosted = xgboost.train({"nthread": TEAM}, xgboost.DMatrix(x, y), 4).predict(xgboost.DMatrix(x))
    index = faiss.IndexFlatL2(8)
    index.add(x.astype(numpy.float32))

    @numba.njit(parallel=True)  # type: ignore[untyped-decorator]
    def squares(n: int) -> int:
        total = 0
        for i in numba.prange(n):
            total += i * i
        return total

    return {
        "lightgbm": trees[:50].tolist(),
        "xgboost": boosted[:50].tolist(),
        "faiss": index.search(x[:50].astype(numpy.float32), 3)[0].ravel().tolist(),
        "numba": [float(squares(1000))],
        "numpy": numpy.linalg.cholesky(x.T @ x).ravel().tolist(),
        "scipy": scipy.linalg.cholesky(x.T @ x).ravel().tolist(),
    }


def account_of_everything(_: int = 0) -> dict[str, Any]:
    """The account of one process that has used all packages."""
    numbers = everything()
    return account() | {"numbers": numbers}


def check_everything(accounts: list[dict[str, Any]], processes: int) -> None:
    """As `check`, and every number must be the same within what the order of sums can change."""
    # The children's first, since Numba ends a forked child of a process that has used it.
    mine = account_of_everything()
    for theirs in accounts:
        for package, numbers in mine["numbers"].items():
            differences = [abs(a - b) for a, b in zip(numbers, theirs["numbers"][package], strict=True)]
            if not max(differences) < 1e-5:
                sys.exit(f"{package}: differs by {max(differences)}")
    check([mine, *accounts], processes)


def account(seed: int = 0) -> dict[str, Any]:
    """Fits, and says by whom it was done."""
    result = fit(seed)
    import ferromp

    bound = ferromp.info()["bound"]
    return {
        "pid": os.getpid(),
        "result": result,
        "runtimes": sorted({target for targets in bound.values() for target in targets}),
        "libraries": len(bound),
        "workers": ferromp.stats()["threads_alive"],
    }


def problem(account: dict[str, Any], wanted: str) -> str | None:
    """What is wrong with an account, if anything."""
    import ferromp

    if account["result"] != wanted:
        return "another result"
    if account["runtimes"] != [ferromp.info()["library"]]:
        return f"bound to {account['runtimes']}"
    if account["libraries"] < 3 or account["workers"] != TEAM - 1:
        return f"{account['libraries']} libraries, {account['workers']} workers"
    return None


def check(accounts: list[dict[str, Any]], processes: int) -> None:
    """Ends the program if an account is wrong, or if they are not of that many processes besides this one."""
    wanted = fit()
    problems = {text for text in (problem(account, wanted) for account in accounts) if text}
    if problems:
        sys.exit("; ".join(sorted(problems)))
    others = {account["pid"] for account in accounts} - {os.getpid()}
    if len(others) != processes:
        sys.exit(f"{len(others)} processes, not {processes}")
    print(f"right in {processes} processes")
