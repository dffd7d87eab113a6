"""A run's figures as plain data, in memory and in a file."""

import json

from . import stats

FORMAT = 1


def collect(runner, header):
    """Everything the reports need: lines in order, and a summary for each line and combination."""
    lines = []
    for line in runner.lines:
        cells = {combo.key: runner.cells[line.key, combo.key] for combo in runner.combos}
        lines.append(
            {
                "key": line.key,
                "group": line.group,
                "name": line.name,
                "threads": line.threads,
                "unit": line.unit,
                "what": line.what,
                "cells": {combo: stats.summary(cell, runner.is_quiet) for combo, cell in cells.items()},
                "failures": {combo: cell.failures for combo, cell in cells.items() if cell.failures},
            }
        )
    samples = [s for cell in runner.cells.values() for s in cell.samples]
    return {
        "format": FORMAT,
        **header,
        "combos": [combo.key for combo in runner.combos],
        "roundtrip": runner.machine.floor(),
        "slow_roundtrip": runner.machine.ceiling(),
        "quiet": sum(runner.is_quiet(s) for s in samples) / len(samples) if samples else 0.0,
        "lines": lines,
    }


def save(results, path):
    with open(path, "w") as file:
        json.dump(results, file, indent=1)


def load(path):
    """Results that `save` wrote; ValueError for anything else."""
    with open(path) as file:
        results = json.load(file)
    if not isinstance(results, dict) or results.get("format") != FORMAT:
        raise ValueError(f"{path} was not written by this benchmark")
    return results
