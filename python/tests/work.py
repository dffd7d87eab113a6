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
