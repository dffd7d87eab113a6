"""Runs groups of scikit-learn's tests twice, on the bundled runtime and under ferromp, and prints what differs.

Ends with 0 only if every test passes or is skipped under ferromp as it does without, and none is missing."""

import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import runner
import watch

GROUPS = [
    "sklearn.ensemble._hist_gradient_boosting",
    "sklearn.cluster.tests.test_k_means",
    "sklearn.metrics.tests.test_pairwise_distances_reduction",
]
LIMIT = 1800.0
"""Seconds for a group; the longest takes one or two minutes on two cores."""


def outcomes(report: Path) -> dict[str, str]:
    """By test: passed, skipped, failure or error, from pytest's JUnit report."""
    found = {}
    for case in ET.parse(report).iter("testcase"):
        kinds = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
        name = f"{case.get('classname')}::{case.get('name')}"
        # Two cases of one test may have the same name (their parameters print alike).
        while name in found:
            name += "'"
        found[name] = kinds[0] if kinds else "passed"
    return found


def run(group: str, under_ferromp: bool) -> tuple[dict[str, str], str]:
    """The outcomes of the group's tests, and how the run ended if that was not by itself."""
    kind = "ferromp" if under_ferromp else "bundled"
    report = runner.OUT / f"{group}.{kind}.xml"
    report.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        f"--junitxml={report}",
        "--pyargs",
        group,
        *sys.argv[1:],
    ]
    if under_ferromp:
        command = [str(runner.FERROMP), "run", "--", *command]
    log = runner.OUT / f"{group}.{kind}.log"
    ending = watch.run(command, runner.environment(False, under_ferromp), log, LIMIT, stacks=under_ferromp)
    trouble = "hangs" if ending.hangs else "takes too long" if ending.late else ""
    if not trouble and not report.exists():
        trouble = f"ended with {ending.status}, see {log}"
    return (outcomes(report) if report.exists() else {}), trouble


def main() -> int:
    runner.OUT.mkdir(parents=True, exist_ok=True)
    runner.check_built()
    worse = 0
    rows = [("scikit-learn's tests", "bundled runtime", "under ferromp")]
    for group in GROUPS:
        print(f"{group} …", flush=True)
        cells, results = [], []
        for under_ferromp in (False, True):
            result, trouble = run(group, under_ferromp)
            counts = Counter(result.values())
            cells.append(trouble or ", ".join(f"{counts[kind]} {kind}" for kind in sorted(counts)))
            results.append(result)
            worse += bool(trouble and under_ferromp) or not result
        for test in sorted(results[0].keys() | results[1].keys()):
            before, after = (result.get(test, "not run") for result in results)
            if before != after:
                print(f"  {test}: {before} with the bundled runtime, {after} under ferromp")
                worse += after not in ("passed", before)
        rows.append((group.removeprefix("sklearn."), *cells))
    print()
    print(runner.table(rows))
    print()
    print("passes under ferromp as it does without" if not worse else "NOT as without ferromp")
    return 0 if not worse else 1


if __name__ == "__main__":
    sys.exit(main())
