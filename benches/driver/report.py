"""Results as text, markdown and TSV."""

from . import stats

COUNTS = ("syscalls", "switches", "clones")
# Ratios this close to 1 are equal within what one run can tell.
MARGIN = 1.05


def show(value, unit):
    """A figure with three digits and its unit."""
    if value is None:
        return "-"
    if unit != "ns":
        return f"{value:.0f} {unit}"
    for size, name in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if value >= 0.9995 * size:
            value, unit = value / size, name
            break
    return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f} {unit}"


def show_ratio(value):
    return "-" if value is None else f"{value:.2f}" if value < 9.995 else f"{value:.0f}"


def show_count(value):
    if value is None:
        return "-"
    if value < 0.0005:
        return "0"
    return f"{value:.{3 if value < 0.1 else 2 if value < 100 else 0}f}"


def groups(results):
    """(name, lines) of each group that has lines, in order."""
    names = dict.fromkeys(line["group"] for line in results["lines"])
    return [(name, [line for line in results["lines"] if line["group"] == name]) for name in names]


def broken(results):
    """(combination, reason, lines) of what failed, a function that ferromp does not have yet left out."""
    return [entry for entry in failures(results) if not entry[1].endswith("is not implemented yet")]


def failures(results):
    """(combination, reason, lines) of everything that failed."""
    failed = {}
    for line in results["lines"]:
        for combo, reasons in line["failures"].items():
            failed.setdefault((combo, reasons[-1]), []).append(line["key"])
    return [(combo, reason, keys) for (combo, reason), keys in failed.items()]


def mine(results):
    return [combo for combo in results["combos"] if not stats.is_peer(combo)]


def beside(results):
    """Pairs of a library given by --also and ferromp, under the same compiler."""
    pairs = [(combo, combo.split("/")[0] + "/ferromp") for combo in mine(results)]
    return [(other, combo) for other, combo in pairs if other != combo and combo in results["combos"]]


def times(results, lines):
    """Header and rows of the table of values: one column a combination, then its ratios for each of ours."""
    pairs = beside(results)
    header = ["line", *results["combos"]]
    if len(mine(results)) < len(results["combos"]):
        header += [f"{combo} : best peer" for combo in mine(results)]
    header += [f"{other} : {combo}" for other, combo in pairs]
    rows = []
    for line in lines:
        cells = line["cells"]
        values = [
            show(cells[c]["value"], line["unit"]) if cells[c] else "failed" if c in line["failures"] else "-"
            for c in results["combos"]
        ]
        reached = stats.ratios(cells)
        row = [line["key"], *values]
        if len(mine(results)) < len(results["combos"]):
            row += [show_ratio(reached[c]) for c in mine(results)]
        row += [show_ratio(stats.ratio(*(cells[c] and cells[c]["value"] for c in pair))) for pair in pairs]
        rows.append(row)
    return header, rows


def counts(results, lines):
    """Header and rows of the table of events per operation: system calls / context switches / new threads."""
    header = ["line", *results["combos"]]
    rows = []
    for line in lines:
        if any(cell and any(what in cell for what in COUNTS) for cell in line["cells"].values()):
            shown = [
                " / ".join(show_count((cell or {}).get(what)) for what in COUNTS)
                for cell in (line["cells"][c] for c in results["combos"])
            ]
            rows.append([line["key"], *shown])
    return header, rows


def trips(results):
    """Header and rows: region and barrier in cache-line round trips, as long as those were at the same moment."""
    header = ["in round trips", *results["combos"]]
    rows = []
    for line in results["lines"]:
        if line["key"] in ("region", "barrier"):
            rows.append([line["key"], *(show_ratio((line["cells"][c] or {}).get("trips")) for c in results["combos"])])
    return header, rows


def listed(reached):
    """Lines above the margin, the worst first."""
    slow = sorted(((r, key) for key, r in reached if r > MARGIN), reverse=True)
    return f"{len(slow)}" + (": " + ", ".join(f"{key} {r:.2f}" for r, key in slow) if slow else "")


def verdicts(results):
    """Sentences: the mean ratio of each group and combination, the lines slower than the better peer, failures."""
    said = []
    for name, lines in groups(results):
        for combo in mine(results):
            reached = [(line, stats.ratios(line["cells"]).get(combo)) for line in lines]
            timed = [(line["key"], r) for line, r in reached if r is not None and line["unit"] == "ns"]
            plain = [(line["key"], r) for line, r in reached if r is not None and line["unit"] != "ns"]
            if timed:
                mean = stats.geometric_mean(r for _, r in timed)
                said.append(
                    f"{name}, {combo}: {len(timed)} times, geometric mean {mean:.2f} of the better peer, "
                    f"{sum(r <= 0.5 for _, r in timed)} at least twice as fast; slower {listed(timed)}"
                )
            if plain:
                said.append(f"{name}, {combo}: {len(plain)} amounts of memory or threads; larger {listed(plain)}")
    return said + [f"failed, {combo}: {reason}: {' '.join(keys)}" for combo, reason, keys in failures(results)]


def intro(results):
    """What was run, where, and how quiet the machine was."""
    return [
        f"ferromp benchmarks, {results['date']}, {results['processors']} processors, {results['model']}",
        f"gcc: {results['gcc']}; clang: {results['clang']}",
        f"{results['rounds']} rounds, {results['ms']} ms a process, {results['seconds']:.0f} s; "
        f"cache-line round trip {results['roundtrip']:.0f} ns, slowest tenth {results['slow_roundtrip']:.0f} ns; "
        f"{100 * results['quiet']:.0f}% of the samples on a quiet machine",
    ]


def sections(results):
    """(title, header, rows) of every table."""
    tables = [(None, *trips(results))]
    for name, lines in groups(results):
        tables.append((f"{name}: per operation", *times(results, lines)))
        tables.append((f"{name}: system calls / context switches / new threads per operation", *counts(results, lines)))
    return [table for table in tables if table[2]]


def table(title, header, rows):
    """A table in aligned columns."""
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    out = [title] if title else []
    for row in [header, *rows]:
        out.append("  ".join(f.ljust(w) if i == 0 else f.rjust(w) for i, (f, w) in enumerate(zip(row, widths))))
    return "\n".join([*out, ""])


def text(results):
    tables = [table(*section) for section in sections(results)]
    return "\n".join([*intro(results), "", *tables, *verdicts(results), ""])


def markdown(results):
    out = [*(f"{line}  " for line in intro(results)), ""]
    for title, header, rows in sections(results):
        if title:
            out += [f"## {title[0].upper()}{title[1:]}", ""]
        out.append("| " + " | ".join(header) + " |")
        out.append("|---" + "|---:" * (len(header) - 1) + "|")
        out += ["| " + " | ".join(row) + " |" for row in rows]
        out.append("")
    return "\n".join([*out, *(f"- {said}" for said in verdicts(results)), ""])


def tsv(results):
    """One row for each line and combination, with everything known."""
    fields = ["value", "cpu", "trips", "spread", "samples", "quiet", *COUNTS]
    out = ["\t".join(["group", "line", "threads", "unit", "combination", *fields, "ratio", "what"])]
    for line in results["lines"]:
        reached = stats.ratios(line["cells"])
        for combo in results["combos"]:
            cell = line["cells"][combo] or {}
            values = [cell.get(field) for field in fields] + [reached.get(combo)]
            shown = ["" if v is None else f"{v:.6g}" for v in values]
            names = [line["group"], line["key"], str(line["threads"]), line["unit"], combo]
            out.append("\t".join([*names, *shown, line["what"]]))
    return "\n".join([*out, ""])


def comparison(before, after):
    """Header and rows: each line's ratio to the better peer then and now, or its time where no peer ran."""
    old = {line["key"]: line for line in before["lines"]}
    rows = []
    for line in after["lines"]:
        if line["key"] not in old:
            continue
        cells = [old[line["key"]]["cells"], line["cells"]]
        # The ratio to the peers of its own run cancels what the machine did meanwhile.
        then, now = (stats.ratios(c) for c in cells)
        for combo in now:
            shown = [show_ratio(then.get(combo)), show_ratio(now[combo])]
            change = stats.ratio(now[combo], then.get(combo))
            if change is None and all(c.get(combo) for c in cells):
                values = [c[combo]["value"] for c in cells]
                shown = [show(v, line["unit"]) for v in values]
                change = stats.ratio(values[1], values[0])
            if change is not None:
                rows.append((change, [line["key"], combo, *shown, f"{change:.2f}"]))
    rows.sort(key=lambda row: row[0])
    return ["line", "combination", "before : peer", "now : peer", "now : before"], [row for _, row in rows]
