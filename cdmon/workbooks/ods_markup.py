"""Looks through the content of an .ods for formulas, errors, merged cells, and hidden rows and columns."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from xml.parsers import expat

from cdmon.workbooks.looks import Look
from cdmon.workbooks.markup import Markup, is_error

Attributes = dict[str, str]
LONGEST_ERROR = 20  # characters
MARKS = (
    b"percentage",
    b"line-through",
    b"data-style-name",
    b"formula=",
    b"visibility=",
    b"-spanned=",
    b"='",
)  # a workbook with none of these has nothing to find


def ods_sheets(archive: zipfile.ZipFile, titles: Sequence[str]) -> dict[str, Markup]:
    """Return what is found in an .ods by the title of the sheet."""
    xml, reader = archive.read("content.xml"), OdsReader()
    if not any(mark in xml for mark in MARKS):
        return {title: Markup() for title in titles}
    reader.read(xml)
    return reader.sheets


class OdsReader:
    """Reads the content of an .ods, whose rows, columns and cells say how often they are repeated."""

    def __init__(self) -> None:
        """Stand before the first sheet."""
        self.sheets: dict[str, Markup] = {}
        self.found = Markup()  # on the sheet that is read
        self.row = self.column = self.rows = 1  # where the cell that is read stands, and how often its row is repeated
        self.struck: set[str] = set()  # the names of the styles that strike through
        self.style = ""  # that is read
        self.attributes: Attributes = {}  # of that cell
        self.text = ""  # what it shows
        self.inside, self.aside = False, False  # in that text, in a comment

    def read(self, xml: bytes) -> None:
        """Read the content; ExpatError when it is no XML."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self.start, self.end, self.take
        parser.Parse(xml, True)

    def take(self, text: str) -> None:
        """Take a piece of what a cell shows, as far as it may be an error."""
        if self.inside and len(self.text) < LONGEST_ERROR:
            self.text += text

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of a sheet, a column, a row, a cell or its text."""
        hidden = attributes.get("table:visibility", "visible") != "visible"
        match name:
            case "table:table":
                self.found = self.sheets.setdefault(attributes["table:name"], Markup())
                self.row = self.column = self.rows = 1
            case "table:table-column":
                last = self.column + repeated(attributes, "columns") - 1
                self.found.hidden_columns += [(self.column, last)] if hidden else []
                self.column = last + 1
            case "style:style":
                self.style = attributes["style:name"]
            case "style:text-properties" if is_struck(attributes) and self.style:
                self.struck.add(self.style)
            case "table:table-row":
                self.column, self.rows = 1, repeated(attributes, "rows")
                self.found.hidden_rows += [(self.row, self.row + self.rows - 1)] if hidden else []
            case "table:table-cell" | "table:covered-table-cell":
                self.attributes, self.text = attributes, ""
            case "text:p":
                self.inside = not self.aside
            case "office:annotation":
                self.aside = True

    def end(self, name: str) -> None:
        """Note a cell that has a formula, and step over what has ended."""
        match name:
            case "style:style":
                self.style = ""
            case "text:p":
                self.inside = False
            case "office:annotation":
                self.aside = False
            case "table:table-row":
                self.row += self.rows
            case "table:table-cell" | "table:covered-table-cell":
                self.end_cell(repeated(self.attributes, "columns"))

    def end_cell(self, columns: int) -> None:
        """Note a cell that is repeated over so many columns."""
        down, across = (int(self.attributes.get(f"table:number-{way}-spanned", 1)) for way in ("rows", "columns"))
        if down * across > 1:
            self.found.merged.append((self.row, self.column, self.row + down - 1, self.column + across - 1))
        look, number, kind = Look(), None, self.attributes.get("office:value-type")
        if kind in ("float", "percentage"):
            number = float(self.attributes["office:value"])
            look = Look(per_cent=True, dressed=True) if kind == "percentage" else shown_as(self.text, number)
        if self.attributes.get("table:style-name") in self.struck:
            look = replace(look, struck=True)
        if look != Look() and kind:
            for place in (
                (row, column) for row in range(self.row, self.row + self.rows) for column in range(self.column, self.column + columns)
            ):
                self.found.note_look(place, look, number)
        formula = self.attributes.get("table:formula")
        if formula is not None:
            is_wrong = is_error(self.text) or self.attributes.get("calcext:value-type") == "error"
            rows, places = range(self.row, self.row + self.rows), range(self.column, self.column + columns)
            for place in ((row, column) for row in rows for column in places):
                if is_wrong:
                    self.found.note_error(place, self.text)
                else:
                    self.found.note_formula(place, formula.removeprefix("of:="), "office:value-type" in self.attributes)
        self.column += columns


def shown_as(text: str, number: float) -> Look:
    """Return the look of a number that is shown as a text; a plain one where no text is kept."""
    figures = re.fullmatch(r"-?\d+(?:\.(\d+))?", text)
    if text.startswith("#"):
        return Look()  # an error is told as one
    if re.fullmatch(r"0\d+", text):
        return Look(digits=len(text))
    if figures:
        rounding = 0.5 * 10.0 ** -len(figures[1] or "")
        return Look(otherwise=abs(float(text) - number) > rounding * (1 + 1e-9), dressed=text != f"{number:.15g}")
    return Look(dressed=bool(text), otherwise=any(map(str.isalpha, text.replace("E+", "").replace("E-", ""))))


def is_struck(attributes: Attributes) -> bool:
    """Tell whether a style strikes its text through."""
    return any(attributes.get(f"style:text-line-through-{name}", "none") != "none" for name in ("style", "type"))


def repeated(attributes: Attributes, way: str) -> int:
    """Return how often a row or cell of an .ods is repeated."""
    return int(attributes.get(f"table:number-{way}-repeated", 1))
