"""The sheet Problems of a marked workbook: every problem of the file, a row each, errors first."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from cdmon.problems import Problem
from cdmon.workbooks.cells import RawSheet
from cdmon.workbooks.ooxml.package import LONGEST_TEXT, SPACE, Element, child, parse, writable
from cdmon.workbooks.ooxml.sheet import Cell
from cdmon.workbooks.ooxml.styles import FILLS, Styles
from cdmon.workbooks.printing import HIGHEST, LINE

PROBLEMS = "Problems"  # its title, followed by a number where the file has a sheet of this title
HEADLINE = "Problems found by cdmon"  # in column A, by which it is known when the file comes back
WIDTHS = {"Severity": 11, "Sheet": 22, "Cell": 18, "Column": 28, "Value": 28, "What to do": 80}  # characters
ADDRESSES = 24  # in one row; a problem of more cells takes several rows
TOP_ROWS = 20  # in which the headline is looked for, should somebody have put rows above it
FRAME = (
    '<worksheet xmlns="{namespace}"><sheetPr><tabColor rgb="{colour}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="{above}" topLeftCell="A{first}" activePane="bottomLeft"'
    ' state="frozen"/><selection pane="bottomLeft" activeCell="A{first}" sqref="A{first}"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols/><sheetData/><hyperlinks/>'
    '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
)


def is_problems(sheet: RawSheet) -> bool:
    """Tell whether a sheet of a file is the list of problems that an earlier marking put there: no part of the return."""
    return sheet.title.startswith(PROBLEMS) and [HEADLINE] in [row[:1] for row in sheet.rows[:TOP_ROWS]]


def places(cell: str | None) -> Iterator[Cell]:
    """Yield every single cell of a problem's, as row and column from 1: "C5, C7 to C9" are four."""
    for run in cell.split(", ") if cell else ():
        first, _, last = run.partition(" to ")
        letters, row = coordinate_from_string(first)
        column = column_index_from_string(letters)
        yield from ((number, column) for number in range(row, coordinate_from_string(last or first)[1] + 1))


def heading_row(lines: Sequence[str]) -> int:
    """Return the row of the table's headings, below the headline, these lines and an empty row."""
    return len(lines) + 3


def problem_sheet(namespace: str, styles: Styles, lines: Sequence[str], problems: Sequence[Problem], titles: Collection[str]) -> Element:
    """Return the sheet's XML: a headline, these lines, and the table of problems; every text is a text, never a formula.

    Problems of the sheets of these titles link to their first cell, from where they name it or, if they name too many, the sheet.
    The styles that the sheet needs are added to the workbook's.
    """
    first = heading_row(lines) + 1  # the row of the first problem
    root = parse(FRAME.format(namespace=namespace, first=first, above=first - 1, colour=FILLS["error"][1]).encode())
    _, _, _, widths, data, links, *_ = root  # in the order of FRAME
    for number, width in enumerate(WIDTHS.values(), start=1):
        child(widths, "col", min=str(number), max=str(number), width=str(width), customWidth="1")
    for line, style in ((HEADLINE, styles.style("<b/>", size=14, wrap=False)), *((line, styles.style(wrap=False)) for line in lines)):
        add_row(data, [(line, style)])
    add_row(data, [])
    heading = styles.style("<b/>", colour="FFFFFFFF", fill="FF0B5394")
    add_row(data, [(name, heading) for name in WIDTHS])
    text, link = styles.style(), styles.style("<u/>", colour="FF0563C1")
    value = styles.style(quoted=True)
    severities = {name: styles.style("<b/>", fill=dark) for name, (dark, _) in FILLS.items()}
    for each in sorted(problems, key=lambda problem: problem.severity != "error"):
        for cells in portions(each.cell):
            linked = each.sheet in titles and cells is not None
            fits = len(cells or "") <= WIDTHS["Cell"]  # LibreOffice does not wrap a link, and cuts it on paper
            if linked:
                quoted, first_cell = str(each.sheet).replace("'", "''"), re.split(", | to ", str(cells))[0]
                child(links, "hyperlink", ref=f"{'C' if fits else 'B'}{len(data) + 1}", location=writable(f"'{quoted}'!{first_cell}"))
            told = (each.severity.capitalize(), each.sheet, cells, each.column, each.value, each.message)
            sheet, cell = (link if linked and not fits else text), (link if linked and fits else text)
            looks = (severities[each.severity], sheet, cell, text, value, text)
            add_row(data, zip(told, looks, strict=True))
            high = max(len(words or "") // width + 1 for words, width in zip(told, WIDTHS.values(), strict=True))
            data[-1].set("ht", str(min(LINE * high + 3, HIGHEST)))  # LibreOffice does not find it out by itself
            data[-1].set("customHeight", "1")
    if not len(links):
        root.remove(links)
    return root


def portions(cell: str | None) -> list[str | None]:
    """Split the addresses of a problem's cells so that each part fits into a cell."""
    runs = cell.split(", ") if cell else []
    return [", ".join(runs[start : start + ADDRESSES]) for start in range(0, len(runs), ADDRESSES)] or [None]


def add_row(data: Element, cells: Iterable[tuple[str | None, int]]) -> None:
    """Add a row below the others: texts, each with the index of its style."""
    row = child(data, "row", r=str(len(data) + 1))
    for column, (text, style) in enumerate(cells, start=1):
        cell = child(row, "c", r=f"{get_column_letter(column)}{len(data)}", s=str(style))
        if text:
            cell.set("t", "inlineStr")
            letters = child(child(cell, "is"), "t")
            letters.text = writable(text)[:LONGEST_TEXT]
            letters.set(SPACE, "preserve")
