"""From samples to figures."""

import math


def median(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def best_half(values):
    """Noise only ever adds: the median of the lower half stands for the machine left to itself."""
    values = sorted(values)
    return median(values[: (len(values) + 1) // 2])


def summary(cell, is_quiet):
    """What the reports show of a cell, from its quiet samples if there are enough of them; None without samples."""
    if not cell.samples:
        return None
    still = [s for s in cell.samples if is_quiet(s)]
    used = still if len(still) * 3 >= len(cell.samples) else cell.samples
    values = [s["value"] for s in used]
    value = best_half(values)
    half = sorted(values)[: (len(values) + 1) // 2]
    trips = [s["value"] / s["trip"] for s in used if s["trip"] > 0]
    processor = [s["cpu"] for s in used if not math.isnan(s["cpu"])]
    return {
        "value": value,
        "cpu": best_half(processor) if processor else None,
        "trips": best_half(trips) if trips else None,
        "spread": (half[-1] - half[0]) / value if value else 0.0,
        "samples": len(cell.samples),
        "quiet": len(still),
        **cell.counts,
    }


def ratio(value, other):
    """value / other where both are there; what is too small to measure counts as a hundredth of a unit."""
    if value is None or other is None:
        return None
    return max(value, 0.01) / max(other, 0.01)


def is_peer(combo):
    return combo.split("/")[1] in ("libgomp", "libomp")


def better_peer(row, combo):
    """The least value that a peer reached on this line with the very program that this combination ran."""
    compiler = combo.split("/")[0]
    values = [cell["value"] for key, cell in row.items() if cell and is_peer(key) and key.split("/")[0] == compiler]
    return min(values) if values else None


def ratios(row):
    """{combination: value / better peer} of everything that is not a peer."""
    ours = {combo: cell["value"] if cell else None for combo, cell in row.items() if not is_peer(combo)}
    return {combo: ratio(value, better_peer(row, combo)) for combo, value in ours.items()}


def geometric_mean(values):
    values = [v for v in values if v]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None
