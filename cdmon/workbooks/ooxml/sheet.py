"""A sheet's XML, edited around its rows: only the rows with cells to be styled are parsed, the others stay as they stand."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from uuid import uuid4

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from cdmon.workbooks.ooxml.package import (
    TRUE,
    Element,
    NotEditable,
    as_bytes,
    child,
    discard,
    find,
    local,
    needed,
    parse,
    relate_element,
    relation_of,
)

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
DEFAULT_WIDTH = 9.14  # characters
# What stands after a legacyDrawing, by the schema's order of a sheet's elements; all else stands before it.
AFTER_LEGACY = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")

Cell = tuple[int, int]  # row and column, from 1
Restyle = Callable[[int], int]  # from the index of a cell's style to that of its new one


class SheetPart:
    """The XML of a sheet: `root` is all of it but its rows, which stay bytes; `columns` the style and width of each column set."""

    def __init__(self, content: bytes, restyle: Mapping[Cell, Restyle]) -> None:
        """Give cells other styles; a row or cell that is not there is made, in the style of its row or column.

        NotEditable when the rows cannot be found by their tags alone: with comments or CDATA between them, or in an encoding
        other than UTF-8, as no spreadsheet program writes them; or when they are out of order.
        """
        content = re.sub(rb"<((\w+:)?sheetData)\s*/>", rb"<\1></\1>", content, count=1)
        root, rows = re.search(rb"<([A-Za-z][\w:.-]*)[^<>]*>", content), re.search(rb"<((\w+:)?)sheetData\s*>", content)
        encoding = re.search(rb"""encoding=["']([\w-]+)""", content[:200])
        if not root or not rows or b"<!" in content or (encoding and encoding[1].lower() != b"utf-8"):
            raise NotEditable("no rows that can be told by their tags")
        start, end = rows.end(), content.index(b"</" + rows[1] + b"sheetData", rows.end())
        self.root = parse(content[:start] + content[end:])
        self.columns = columns(self.root)
        marks: dict[int, dict[int, Restyle]] = {}
        for (row, column), style in restyle.items():
            marks.setdefault(row, {})[column] = style
        numbers, starts = row_starts(content, start, end, rows[1])
        around = (content[: root.end()], b"</" + root[1] + b">")
        self.rows, kept = list[bytes](), start
        for number in sorted(marks):
            index = bisect_left(numbers, number)
            here = starts[index]
            after = starts[index + 1] if numbers[index] == number else here
            self.rows += [content[kept:here], self.edited(content[here:after], number, marks[number], around)]
            kept = after
        self.rows.append(content[kept:end])

    def edited(self, content: bytes, number: int, marks: dict[int, Restyle], around: tuple[bytes, bytes]) -> bytes:
        """Return a row's XML with other styles; `around` is what makes it a document of its own."""
        root = parse(around[0] + content + around[1])
        row = find(root, "row")
        if row is None:
            row = child(root, "row", r=str(number))
        cells, last = dict[int, Element](), 0
        for cell in row:
            if local(cell) == "c":
                last = column_index_from_string(coordinate_from_string(needed(cell, "r"))[0]) if "r" in cell.attrib else last + 1
                cells[last] = cell
        default = int(row.get("s", 0)) if row.get("customFormat") in TRUE else None
        for column, style in sorted(marks.items()):
            if column not in cells:
                before = max((other for other in cells if other < column), default=None)
                cells[column] = child(row, "c", r=f"{get_column_letter(column)}{number}")
                if before is None:
                    row.insert(0, cells[column])
                else:
                    cells[before].addnext(cells[column])
                cells[column].set("s", str(self.columns.get(column, (0, 0))[0] if default is None else default))
                discard(row, "spans")  # which columns the row reaches over; it may be left out
            cells[column].set("s", str(style(int(cells[column].get("s", 0)))))
        declared = etree.tostring(child(root, "row"))[:-2].partition(b" ")[2]  # the root's namespaces, which need not be said again
        root.remove(root[-1])
        return b"".join(etree.tostring(each, encoding="UTF-8", xml_declaration=False).replace(b" " + declared, b"", 1) for each in root)

    @property
    def legacy_drawing(self) -> str | None:
        """The id of the relation to the drawing that holds the boxes of comments; None when there is none yet."""
        element = find(self.root, "legacyDrawing")
        return None if element is None else relation_of(element)

    def set_legacy_drawing(self, identity: str, kinds: str) -> None:
        """Name the relation of the drawing that holds the boxes of comments; `kinds` is the namespace of relations."""
        element = relate_element(self.root, "legacyDrawing", kinds, identity)
        after = [each for each in self.root if local(each) in AFTER_LEGACY]
        if after:
            after[0].addprevious(element)

    def as_bytes(self) -> bytes:
        """Return the sheet's XML, its rows put back."""
        place = uuid4().hex.encode()
        rows = find(self.root, "sheetData")
        if rows is None:
            raise NotEditable("no rows")
        rows.text = place.decode()
        return as_bytes(self.root).replace(place, b"".join(self.rows), 1)


def row_starts(content: bytes, start: int, end: int, prefix: bytes) -> tuple[list[int], list[int]]:
    """Return the numbers of the rows, and the place in the bytes where each begins; at last the end, with a number beyond all."""
    numbers, starts = list[int](), list[int]()
    for tag in re.compile(b"<" + prefix + rb"row(?=[\s/>])[^<>]*").finditer(content, start, end):
        given = re.search(rb"""\sr\s*=\s*["'](\d+)""", tag[0])
        last = numbers[-1] if numbers else 0
        number = int(given[1]) if given else last + 1
        if number <= last:
            raise NotEditable("rows out of order")
        numbers.append(number)
        starts.append(tag.start())
    return [*numbers, MOST_ROWS + 1], [*starts, end]


def deselected(content: bytes) -> bytes:
    """Return a sheet's XML so that the sheet is not among those that are shown, and typed into, when the file is opened."""
    head, rows, rest = content.partition(b"sheetData")  # an attribute before the rows; in them the same words may be a cell's text
    return re.sub(rb"""\stabSelected=["'](1|true)["']""", b"", head) + rows + rest


def columns(root: Element) -> dict[int, tuple[int, float]]:
    """Return the style and the width of each column that has been given any; the width is in characters, 0 when hidden."""
    found, after = dict[int, tuple[int, float]](), 1
    for each in root.iterfind("{*}cols/{*}col"):
        width = 0.0 if each.get("hidden") in TRUE else float(each.get("width", DEFAULT_WIDTH))
        here = range(max(int(needed(each, "min")), after), min(int(needed(each, "max")), MOST_COLUMNS) + 1)
        found |= dict.fromkeys(here, (int(each.get("style", 0)), width))
        after = max(after, here.stop)
    return found
