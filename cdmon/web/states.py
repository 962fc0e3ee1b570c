"""How milestones and returns stand, as a table of symbols: what needs somebody to act in words as well, all of it in words for the ear."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from cdmon.charts.symbols import marked
from cdmon.tables.board import Standing
from cdmon.tables.sides import ABSENT, BETTER, OPEN, SYMBOLS, WORSE
from cdmon.web.html_table import Cell, html_table

MILESTONE = {"met": BETTER, "met late": BETTER, "late": WORSE, "due soon": OPEN, "not due": ABSENT, "not applicable": ABSENT}
RETURN = {"overdue": WORSE, "sent back": WORSE, "due": OPEN, "submitted": OPEN, "accepted": BETTER, "not due": ABSENT}
NOT_ASKED = "–"


def key(words: dict[str, str]) -> Markup:
    """Return what the symbols mean, from the words for each side."""
    return Markup(" · ").join(marked(side, text) for side, text in words.items())


MILESTONE_KEY = key({BETTER: "met", WORSE: "late", OPEN: "due soon", ABSENT: "not due"}) + Markup(" · {} not asked there").format(NOT_ASKED)
RETURN_KEY = key({WORSE: "overdue or sent back", OPEN: "due, waiting or sent late", BETTER: "sent in time", ABSENT: "not due"})


def milestone_cell(state: object) -> Cell:
    """Return the state of a milestone with its symbol."""
    return marked(MILESTONE[state], state) if isinstance(state, str) else NOT_ASKED


def return_cell(found: object) -> Cell:
    """Return how a return stands: an exception in words, anything else as a symbol whose words are heard, and seen at a pointer."""
    if not isinstance(found, Standing):
        return NOT_ASKED
    side = OPEN if found.state == "accepted" and found.is_exception else RETURN[found.state]
    if found.is_exception:
        return marked(side, found.words)
    quiet = Markup('<span class="cd-side cd-{}" title="{}"><span aria-hidden="true">{}</span> <span class="cd-heard">{}</span></span>')
    return quiet.format(side, found.words, SYMBOLS[side], found.words)


def states_table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Markup:
    """Return the table, whose first column heads the rows."""
    return html_table(caption, headings, list(rows), "cd-states cd-wide")
