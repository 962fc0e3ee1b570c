"""One factor in every neighbourhood as a map or, where no boundaries were sent, as tiles: the signs of the matrix, and never without it."""

from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from cdmon.charts.symbols import COLOURS, marked
from cdmon.tables.boundaries import boundaries
from cdmon.tables.matrix import NOTHING_SENT, matrix, of_factor
from cdmon.tables.sides import ABSENT, BETTER, OPEN, SYMBOLS, WORSE
from cdmon.web.html_table import html_names
from cdmon.web.matrix_table import neighbourhood_link
from cdmon.web.view import View
from cdmon.wording import Row

WIDTH, HIGHEST, EDGE = 560, 520, 4  # of the picture, in pixels where there is room for them
TINTS = {BETTER: "#d3e5f4", WORSE: "#f9dfca", OPEN: "#ecece8", ABSENT: "#ffffff"}  # each at least 6 : 1 below the text of its side


def on_the_map(view: View, factor: int, *places: str) -> Markup:
    """Return one factor of these neighbourhoods on a map, with the names of those that it does not show; as tiles where there is no map."""
    table, shapes = view.figures(matrix), view.read(boundaries)
    table, here = table[table["neighbourhood"].isin(places)], shapes[shapes["neighbourhood"].isin(places)]
    if shapes.empty:
        return tiles(table, factor)
    drawn = set(here["neighbourhood"])
    others = [view.label(code) for code in table["neighbourhood"] if code not in drawn]
    return (area_map(table, here, factor) if drawn else Markup("")) + html_names("Not on the map", others)


def area_map(table: pd.DataFrame, shapes: pd.DataFrame, factor: int) -> Markup:
    """Return a map of `cdmon.tables.boundaries` in which each area has the symbol of a factor's headline in `cdmon.tables.matrix`."""
    told = {row["neighbourhood"]: row["headlines"][factor].side for row in table.to_dict("records")}
    begun = table[table["begun"].astype(bool) & table["neighbourhood"].notna()]
    words = f"Map of the neighbourhoods. {NOTHING_SENT if begun.empty else of_factor(begun, factor)}"
    picture = quote(drawing(shapes, told))
    return Markup('<img class="cd-map" alt="{} The table above says it of each." src="data:image/svg+xml,{}">').format(words, picture)


def drawing(shapes: pd.DataFrame, sides: dict[str, str]) -> str:
    """Return the SVG of areas, each with its symbol and code."""
    points = [point for rings in shapes["rings"] for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = min((WIDTH - 2 * EDGE) / (east - west), (HIGHEST - 2 * EDGE) / (north - south))
    width, height = (east - west) * scale + 2 * EDGE, (north - south) * scale + 2 * EDGE

    def at(x: float, y: float) -> str:
        return f"{EDGE + (x - west) * scale:.1f} {EDGE + (north - y) * scale:.1f}"

    areas, labels = [], []
    for row in shapes.to_dict("records"):
        side = sides[row["neighbourhood"]]
        lines = "".join(f"M{'L'.join(at(*point) for point in ring[:-1])}Z" for ring in row["rings"])
        areas.append(f'<path fill="{TINTS[side]}" d="{lines}"/>')
        text = Markup('<text transform="translate({})" fill="{}">{} {}</text>')
        labels.append(text.format(at(row["x"], row["y"]), COLOURS[side], SYMBOLS[side], row["neighbourhood"]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">'
        f'<g stroke="#595959" stroke-linejoin="round" fill-rule="evenodd">{"".join(areas)}</g>'
        '<g font-family="sans-serif" font-size="17" font-weight="600" text-anchor="middle" dominant-baseline="central" stroke="#fff" '
        f'stroke-width="3" paint-order="stroke">{"".join(labels)}</g></svg>'
    )


def tiles(table: pd.DataFrame, factor: int) -> Markup:
    """Return a tile for each neighbourhood of `cdmon.tables.matrix`, by code: its name, and the symbol and words of a factor's headline."""
    rows = table[table["neighbourhood"].notna()].to_dict("records")
    return Markup('<ul class="cd-tiles">{}</ul>').format(Markup("").join(tile(row, factor) for row in rows))


def tile(row: Row, factor: int) -> Markup:
    """Return the tile of one neighbourhood."""
    headline = row["headlines"][factor]
    return Markup('<li class="cd-tile-{}">{}{}</li>').format(
        headline.side, neighbourhood_link(row), marked(headline.side, headline.verdict)
    )
