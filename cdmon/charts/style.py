"""What all charts share: colours, symbols, axes, and how one is shown."""

import html
from textwrap import wrap

from cdmon.charts.symbols import COLOURS
from cdmon.tables.sides import BETTER, OPEN, WORSE

# The colours and symbols of the tables: never red against green.
COMMON, IMPROVEMENT, CONCERN = (COLOURS[side] for side in (OPEN, BETTER, WORSE))
SYMBOLS = {COMMON: "circle", IMPROVEMENT: "diamond", CONCERN: "square"}
INK, LINE, GRID = "#1b1b1b", "#595959", "#e3e3e3"
TOP = 16  # pixels above a chart: where there are fewer, Plotly leaves out the highest number of its axis
TICKS = {"tickfont": {"color": INK, "size": 13}, "automargin": True}


def moved(direction: int, higher_is_better: bool | None) -> str:
    """Return the colour of a figure that went up (1), down (-1) or cannot be told from the others (0); a neutral one has no good side."""
    if direction == 0 or higher_is_better is None:
        return COMMON
    return IMPROVEMENT if (direction > 0) == higher_is_better else CONCERN


def of_verdict(verdict: str, higher_is_better: bool | None) -> str:
    """Return the colour of a figure by the verdict on its change: whether it rose or fell the way it should, or that cannot be told."""
    return moved({"rose": 1, "fell": -1}.get(verdict, 0), higher_is_better)


def marker(colour: str | list[str], size: int = 10) -> dict[str, object]:
    """Return markers of one colour, or of one for each point, with the symbols that belong to them."""
    symbols = SYMBOLS[colour] if isinstance(colour, str) else [SYMBOLS[each] for each in colour]
    return {"size": size, "color": colour, "symbol": symbols, "line": {"color": INK, "width": 1.5}}


def label(text: str, width: int, lines: int = 2) -> str:
    """Return a text as a chart may write it: markup made harmless, broken into lines of a width, cut where they are too many."""
    return "<br>".join(html.escape(line) for line in wrap(text, width, max_lines=lines, placeholder="…"))
