"""A dot plot of the ratios to the better peer, written as SVG without any library."""

import html
import math

from . import stats

ROW = 15
LABEL = 170
PANEL = 330
TOP = 84
LOW, HIGH = 1 / 32, 32
COLOURS = {"libgomp": "#8a8a8a", "libomp": "#d08a2e", "ferromp": "#1f6fb4"}
OTHERS = "#9a3fb0"


def across(value):
    """Ratio to x within a panel, on a logarithmic scale; what lies outside sits on the edge."""
    value = min(max(value, LOW), HIGH)
    return PANEL * (math.log(value) - math.log(LOW)) / (math.log(HIGH) - math.log(LOW))


def mark(combo, x, y, title):
    """GCC-built programs are discs, Clang-built ones diamonds; a peer's are hollow."""
    compiler, runtime = combo.split("/")
    colour = COLOURS.get(runtime, OTHERS)
    fill = "none" if stats.is_peer(combo) else colour
    style = f'fill="{fill}" stroke="{colour}" stroke-width="1.4"'
    shape = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6" {style}>'
        if compiler == "gcc"
        else f'<path d="M{x:.1f} {y - 4.6:.1f}l4.6 4.6l-4.6 4.6l-4.6 -4.6z" {style}>'
    )
    return f"{shape}<title>{html.escape(title)}</title></{'circle' if compiler == 'gcc' else 'path'}>"


def text(x, y, words, anchor="start", weight="normal"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{html.escape(words)}</text>'


def panel(left, title, names, lines, combos):
    """One column of dots; `lines` maps a row's name to its line."""
    bottom = TOP + ROW * len(names)
    out = [text(left + across(1), TOP - 24, title, "middle", "bold")]
    tick = LOW
    while tick <= HIGH:
        x = left + across(tick)
        stroke = "#444" if tick == 1 else "#ddd"
        out.append(f'<line x1="{x:.1f}" y1="{TOP - 4}" x2="{x:.1f}" y2="{bottom}" stroke="{stroke}"/>')
        out.append(text(x, TOP - 8, f"{tick:g}" if tick >= 1 else f"1/{1 / tick:g}", "middle"))
        tick *= 2
    for row, name in enumerate(names):
        line = lines.get(name)
        for combo in combos:
            cell = line["cells"][combo] if line else None
            best = stats.better_peer(line["cells"], combo) if line else None
            if cell and best is not None:
                ratio = stats.ratio(cell["value"], best)
                title = f"{line['key']}, {combo}: {ratio:.2f} ({line['what']})"
                out.append(mark(combo, left + across(ratio), TOP + ROW * row + ROW / 2, title))
    return out


def svg(results, group):
    """The group's plot: a panel, or one for each team size where the lines run with several."""
    lines = [line for line in results["lines"] if line["group"] == group]
    names = list(dict.fromkeys(line["name"] for line in lines))
    # A group whose every line has one team size is one panel.
    several = len(names) < len(lines)
    teams = sorted({line["threads"] for line in lines}) if several else [None]
    width = LABEL + len(teams) * (PANEL + 30)
    height = TOP + ROW * len(names) + 20
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="10">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        text(10, 18, f"{group}: time relative to the better peer (left is faster)", weight="bold"),
    ]
    x = 10
    for combo in results["combos"]:
        out += [mark(combo, x + 5, 32, combo), text(x + 14, 36, combo)]
        x += 30 + 6 * len(combo)
    for row, name in enumerate(names):
        y = TOP + ROW * row
        if row % 2:
            out.append(f'<rect x="0" y="{y}" width="{width}" height="{ROW}" fill="#f4f4f4"/>')
        out.append(text(LABEL - 12, y + ROW - 4, name, "end"))
    for column, team in enumerate(teams):
        chosen = {line["name"]: line for line in lines if team in (None, line["threads"])}
        title = "" if team is None else f"{team} thread{'s' if team > 1 else ''}"
        out += panel(LABEL + column * (PANEL + 30), title, names, chosen, results["combos"])
    return "\n".join([*out, "</svg>", ""])
