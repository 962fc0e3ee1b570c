"""How a sheet is printed: on A4, all of its columns on a page, with its headings on each, and rows as high as their text is long."""

from collections.abc import Iterable
from math import ceil

from openpyxl.worksheet.worksheet import Worksheet

A4 = 9  # as the file format numbers the sizes of paper
LINE, HIGHEST = 15, 409  # points: of a line, and the most that Excel gives a row
ROOM = 2  # characters of a column's width that its borders and the buttons of its filter take
MARGIN = 0.4  # inches


def print_on_a4(worksheet: Worksheet, headings: int | None = None) -> None:
    """Set a sheet up for landscape A4, as narrow as its columns need; the row `headings` stands on each page."""
    page = worksheet.page_setup
    page.paperSize, page.orientation, page.fitToWidth, page.fitToHeight = A4, "landscape", 1, 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = worksheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = MARGIN
    worksheet.oddFooter.right.text = "&A, page &P of &N"
    if headings is not None:
        worksheet.print_title_rows = f"{headings}:{headings}"


def fit_height(worksheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as its wrapped texts need, each given with the width of its column; not every program does so by itself."""
    lines = max((ceil(len(text) / max(width - ROOM, 1)) for text, width in texts), default=1)
    worksheet.row_dimensions[row].height = min(LINE * max(lines, 1), HIGHEST)
