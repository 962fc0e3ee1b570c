"""Tables and lists as HTML of our own: real ones, with caption, scope and row headings, which a phone shows as cards."""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from cdmon.wording import some_of

Cell = str | Markup  # a text, which is escaped, or HTML made by this room
FIGURE = re.compile(r"[+−-]?£?\d[\d,]*(\.\d+)?%?")
NO_FIGURE = ("", "–")
NAMED = 60  # names that stand below a table; the others are counted there


def html_table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]], kind: str = "") -> Markup:
    """Return a table as HTML, the first cell of each row heading it; texts are escaped. ValueError for a row of another length.

    A column of bare figures stands at the right. Where the window is narrow, each row is a card; a table of two columns stays as it is.
    `kind` is a further class for the style sheet: "cd-wide" stays a table everywhere, which scrolls, by keyboard as well.
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(headings)
    right = [Markup(' class="cd-right"') if are_figures(cells) else "" for cells in columns]
    head = Markup("").join(Markup('<th scope="col"{}>{}</th>').format(*each) for each in zip(right, headings, strict=True))
    body = Markup("").join(html_row(headings, row, right) for row in rows)
    scrolled = Markup(' tabindex="0"') if "cd-wide" in kind else ""
    cards = "" if scrolled or len(headings) < 3 else "cd-cards"
    table = Markup('<table class="cd-table {} {}"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>')
    return Markup('<div class="cd-scroll"{}>{}</div>').format(scrolled, table.format(cards, kind, caption, head, body))


def html_row(headings: Sequence[str], row: Sequence[Cell], right: Sequence[str]) -> Markup:
    """Return one row; each cell bears its column's heading, for where the columns are not to be seen."""
    first, *others = (escape(cell) for cell in row)
    cells = (
        Markup('<td data-label="{}"{}>{}</td>').format(heading, where, cell)
        for heading, where, cell in zip(headings[1:], right[1:], others, strict=True)
    )
    return Markup('<tr><th scope="row"{}>{}</th>{}</tr>').format(right[0], first, Markup("").join(cells))


def are_figures(cells: Sequence[Cell]) -> bool:
    """Tell whether the cells of a column are figures and nothing else, as far as there are any."""
    told = [cell for cell in cells if cell not in NO_FIGURE]
    return bool(told) and all(FIGURE.fullmatch(cell) for cell in told)


def html_list(sentences: Sequence[str]) -> Markup:
    """Return sentences as a list; they are escaped."""
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in sentences))


def html_names(what: str, names: Sequence[str]) -> Markup:
    """Return in words what has no row in a table, so that nothing is silently left out; "" where there is nothing."""
    return Markup("<p><em>{}:</em> {}.</p>").format(what, some_of(names, NAMED, "; ")) if names else Markup("")


def html_small(sentences: Iterable[str]) -> Markup:
    """Return sentences that stand small below a table."""
    return Markup("").join(Markup('<p class="cd-small">{}</p>').format(sentence) for sentence in sentences)
