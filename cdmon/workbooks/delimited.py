"""Text with a table in it: rows on lines, cells between commas, semicolons, tabs or upright strokes."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from cdmon.workbooks.code_pages import Page, by_page, in_utf8
from cdmon.workbooks.markup import Place

DELIMITERS = ",;\t|"
SAMPLE = 20_000  # characters
LEAST = 3  # delimiters by which a line is known as a row: a sentence may have one or two
END = "\0\x1a"  # what old programs put behind a text
TOLD = re.compile(rf'"?sep=([{DELIMITERS}])"?(\r\n|\n|\r)', re.IGNORECASE)


def decode(content: bytes) -> tuple[str, Page | None]:
    """Decode text by its byte-order mark, else as UTF-8, else by the code page that makes words of it, which is returned too.

    UTF-16 is also known by the zeros that every other byte is; zeros and the Ctrl-Z of old programs at the end are left out.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if marked or (order := byte_order(content)):
        return content.decode("utf-16" if marked else f"utf-16-{order}", errors="replace").rstrip(END), None
    content = content.rstrip(END.encode())
    text = in_utf8(content)
    return by_page(content) if text is None else (text, None)


def byte_order(content: bytes) -> str:
    """Return the byte order, "le" or "be", of UTF-16 without a mark; "" where the text is none: nearly every other byte is 0 then."""
    sample = content[: 2 * (SAMPLE // 2)].rstrip(END.encode())
    ends = sample[1::2].count(0), sample[::2].count(0)
    enough, few = len(sample) / 4, len(sample) / 100
    return "le" if ends[0] > enough and ends[1] <= few else "be" if ends[1] > enough and ends[0] <= few else ""


def table_in(text: str) -> tuple[list[list[object]], set[Place]]:
    """Return the rows of a text, and the cells in which a quote opens that is closed too late; csv.Error when it cannot be parted.

    A first line "sep=;" tells the delimiter and is no row, as in Excel.
    """
    told = TOLD.match(text)
    rest = text[told.end() :] if told else text
    delimiter = told[1] if told else likely_delimiter(rest[:SAMPLE])
    rows = [list[object](row) for row in parted(rest, delimiter)]
    return rows, set(open_quotes(rest, delimiter)) if '"' in rest else set()


def open_quotes(text: str, delimiter: str) -> Iterator[Place]:
    """Yield the cells in which a quote opens that seems to be closed too late, or never, so that further rows are part of the cell.

    Of a cell with line breaks that is so when it does not end where its quote does, when a line of it has as many delimiters as other rows
    have, or when its row is longer or shorter than they are.
    """
    lines = list(io.StringIO(text, newline=""))
    widths = Counter(line.count(delimiter) for line in lines if '"' not in line and line.strip())
    others = widths.most_common(1)[0][0] if widths else 0  # delimiters of the other rows
    rows, first = csv.reader(lines, delimiter=delimiter), 0
    for number, row in enumerate(rows, start=1):
        if rows.line_num - first > 1:
            written = [str(cell).splitlines() for cell in row]
            counts = [line.count(delimiter) for cell in written for line in cell[1:]]
            is_row = others >= LEAST and others in counts  # a sentence may have one or two
            shifted = len(row) != others + 1 and max(counts, default=0) >= LEAST
            if is_row or shifted or not is_whole(lines[first : rows.line_num], delimiter):
                yield number, next((column for column, cell in enumerate(written, start=1) if len(cell) > 1), 1)
        first = rows.line_num


def is_whole(lines: Iterable[str], delimiter: str) -> bool:
    """Tell whether every quote in the lines of a row is closed at the end of a cell."""
    try:
        return bool(list(csv.reader(lines, delimiter=delimiter, strict=True)))
    except csv.Error:
        return False


def likely_delimiter(text: str) -> str:
    """Return the delimiter that parts the rows most regularly: titles have none, and in sentences their number varies."""

    def regularity(delimiter: str) -> int:
        widths: Counter[int] = Counter()
        try:
            widths.update(len(row) for row in parted(text, delimiter))
        except csv.Error:
            return 0
        return max(((width - 1) * rows for width, rows in widths.items()), default=0)

    return max(DELIMITERS, key=regularity)


def parted(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each row; what is quoted may hold delimiters and line breaks."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
