"""Text with a table in it: rows on lines, cells between commas, semicolons, tabs or upright strokes."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

DELIMITERS = ",;\t|"
SAMPLE = 20_000  # characters
TOLD = re.compile(rf'"?sep=([{DELIMITERS}])"?(\r\n|\n|\r)', re.IGNORECASE)


def decode(content: bytes) -> str:
    """Decode text by its byte-order mark, else as UTF-8, else as Windows-1252 (what Excel writes in the United Kingdom)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def table_in(text: str) -> list[list[object]]:
    """Return the rows of a text; csv.Error when it cannot be parted into cells.

    A first line "sep=;" tells the delimiter and is no row, as in Excel.
    """
    told = TOLD.match(text)
    rest = text[told.end() :] if told else text
    return [list(row) for row in parted(rest, told[1] if told else likely_delimiter(rest[:SAMPLE]))]


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
