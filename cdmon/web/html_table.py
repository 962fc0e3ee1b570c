"""Tables as HTML of our own: real ones, with caption, scope and row headings, which a phone shows as cards."""

from collections.abc import Sequence

from markupsafe import Markup, escape

Cell = str | Markup  # a text, which is escaped, or HTML made by this room


def html_table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]], kind: str = "") -> Markup:
    """Return a table as HTML, the first cell of each row heading it; texts are escaped. `kind` is a further class for the style sheet."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(heading) for heading in headings)
    body = Markup("").join(html_row(headings, row) for row in rows)
    return Markup('<table class="cd-table {}"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        kind, caption, head, body
    )


def html_row(headings: Sequence[str], row: Sequence[Cell]) -> Markup:
    """Return one row; each cell bears its column's heading, for where the columns are not to be seen."""
    first, *others = (escape(cell) for cell in row)
    cells = (Markup('<td data-label="{}">{}</td>').format(heading, cell) for heading, cell in zip(headings[1:], others, strict=True))
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(first, Markup("").join(cells))
