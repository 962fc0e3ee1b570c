"""A picture of a programme's calendar: stages, the day in view, break clauses and notices, how it works where, and survey rounds."""

from collections.abc import Callable
from datetime import date
from html import escape
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from cdmon.charts.sparkline import scale
from cdmon.charts.symbols import COLOURS
from cdmon.tables.timeline import CLAUSE, MODE, NOTICE, ROUND, STAGE
from cdmon.wording import Row, day, some_of

WIDTH, LEFT = 1200, 190  # as wide as a projector shows it, so that its letters have the size of the others; words stand at the left
TOP, BAND, LINE = 34, 40, 30  # where the band of stages begins, how high it is, and a line below it
PAST, NOW, LATER = "#d9d9d5", "#cfe2f3", "#f4f4f2"
NOTHING = "none"  # of what has not started, which is not drawn
SHADES = {"Not started": NOTHING, "Taking baselines": "#f6ead0", "Intensive work": "#bcd6ec", "Less intensive work": "#dce9f5"}
MAINTAINED = "#e3eee0"
INK = "#1b1b1b"

Across = Callable[[float], float]


def timeline(table: pd.DataFrame, today: date) -> Markup:
    """Return the calendar (`cdmon.tables.timeline`) as a picture in HTML, with the stages as its words; "" where there is none."""
    if not (table["kind"] == STAGE).any():
        return Markup("")
    height, content = drawing(table, today)
    return Markup('<img class="cd-timeline" width="{}" height="{}" alt="{}" src="data:image/svg+xml,{}">').format(
        WIDTH, height, f"{in_words(table, today)} What else the picture shows stands in the table.", quote(content)
    )


def in_words(table: pd.DataFrame, today: date) -> str:
    """Return the stages of a calendar and a day in words."""
    stages = table[table["kind"] == STAGE].to_dict("records")
    words = "; ".join(f"{row['what']}, {day(row['starts'])} to {day(row['ends'])}" for row in stages)
    return f"{words}. The day in view is {day(today)}."


def drawing(table: pd.DataFrame, today: date) -> tuple[int, str]:
    """Return the height and the SVG of a calendar and of a day."""
    stages = table[table["kind"] == STAGE].to_dict("records")
    across = scale([stages[0]["starts"].toordinal(), stages[-1]["ends"].toordinal()], LEFT, WIDTH - 2)
    lines = place_lines(table)
    below = TOP + BAND + LINE
    height = below + LINE * (len(lines) + (table["kind"] == ROUND).any()) + 4
    parts = [band(row, across, today) for row in stages]
    words = []  # of the modes: above the line of the day
    for number, (said, rows) in enumerate(lines):
        top = below + LINE * number
        bars = [bar(row, across, top) for row in rows if SHADES.get(row["what"]) != NOTHING]
        parts += [label(said, top), *(shape for shape, _ in bars)]
        words += [text for _, text in bars]
    parts += surveys(table, across, below + LINE * len(lines))
    parts += [mark(row, across) for row in table[table["kind"].isin([CLAUSE, NOTICE])].to_dict("records")]
    parts.append(line_of(today, across, height))
    size = f'width="{WIDTH}" height="{height}" font-family="Source Sans, sans-serif" font-size="18"'
    return height, f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join([*parts, *words])}</svg>'


def line_of(today: date, across: Across, height: int) -> str:
    """Return the SVG of the day in view: a line through all of it; at the edge where the day lies outside."""
    at = min(max(across(today.toordinal()), LEFT), WIDTH - 2)
    anchor = "start" if at < LEFT + 100 else "end" if at > WIDTH - 100 else "middle"
    return (
        f'<path d="M{at:.0f} {TOP - 8}V{height}" stroke="{INK}" stroke-width="3"/>'
        f'<text x="{at:.0f}" y="20" text-anchor="{anchor}" font-weight="600" fill="{INK}">{day(today)}</text>'
    )


def place_lines(table: pd.DataFrame) -> list[tuple[str, list[Row]]]:
    """Return the neighbourhoods that are in the same modes all along, in words, with the rows of these modes."""
    rows = table[table["kind"] == MODE]
    return [(in_short(places), of.to_dict("records")) for places, of in rows.groupby("neighbourhoods", sort=False)]


def in_short(places: tuple[str, ...]) -> str:
    """Name neighbourhoods as there is room: 'N01, N02', or '18: N03, …'."""
    return ", ".join(places) if len(places) <= 3 else f"{len(places)}: {some_of(places[:1], 1)} to {places[-1]}"


def label(words: str, top: float) -> str:
    """Return the SVG of the words at the left of a line."""
    return f'<text x="0" y="{top + 20:.0f}" fill="{INK}">{escape(words)}</text>'


def bar(row: Row, across: Across, top: float) -> tuple[str, str]:
    """Return the SVG of a mode from one day to another, and that of its words, which stand above the line of the day."""
    colour = SHADES.get(row["what"], MAINTAINED)
    starts, ends = across(row["starts"].toordinal()), across(row["ends"].toordinal())
    words = escape(short(row["what"], ends - starts))
    halo = f'stroke="{colour}" stroke-width="5" paint-order="stroke"'
    return (
        f'<rect x="{starts:.0f}" y="{top:.0f}" width="{ends - starts:.0f}" height="{LINE - 6}" fill="{colour}" stroke="#8a8a8a"/>',
        f'<text x="{starts + 6:.0f}" y="{top + 18:.0f}" font-size="16" fill="{INK}" {halo}>{words}</text>',
    )


def short(words: str, width: float) -> str:
    """Return words, or the last of them, as they go into so many pixels; "" where none do."""
    return next((each for each in (words, words.split()[-1].capitalize(), "") if len(each) * 8.5 < width), "")


def surveys(table: pd.DataFrame, across: Across, top: float) -> list[str]:
    """Return the SVG of the survey rounds: a point for each."""
    found = table[table["kind"] == ROUND].to_dict("records")
    points = [f'<circle cx="{across(row["ends"].toordinal()):.0f}" cy="{top + 14:.0f}" r="7" fill="{COLOURS["open"]}"/>' for row in found]
    return [label("Residents' survey", top), *points] if found else []


def mark(row: Row, across: Across) -> str:
    """Return the SVG of a break clause, or of the day by which notice must be given."""
    at, is_clause = across(row["ends"].toordinal()), row["kind"] == CLAUSE
    dashed = "" if is_clause else ' stroke-dasharray="4 3"'
    words = f'<text x="{at - 6:.0f}" y="{TOP + BAND + 22}" text-anchor="end" fill="{COLOURS["worse"]}">break clause</text>'
    return (
        f'<path d="M{at:.0f} {TOP - 4}V{TOP + BAND + 26}" stroke="{COLOURS["worse"]}" stroke-width="3"{dashed}/>'
        f"{words if is_clause else ''}"
    )


def band(row: Row, across: Across, today: date) -> str:
    """Return the SVG of one stage."""
    starts, ends = across(row["starts"].toordinal()), across(row["ends"].toordinal())
    colour = PAST if row["ends"] < today else LATER if row["starts"] > today else NOW
    return (
        f'<rect x="{starts:.0f}" y="{TOP}" width="{ends - starts:.0f}" height="{BAND}" fill="{colour}" stroke="#4d4d4d"/>'
        f'<text x="{starts + 10:.0f}" y="{TOP + 27}" fill="{INK}">Stage {row["stage"]:.0f}</text>'
    )
