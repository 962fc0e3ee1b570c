"""Looks through the sheet parts of an .xlsx for formulas, errors, and hidden rows and columns; calamine tells the merged cells.

The parts are large and what is looked for is rare, so they are searched by regular expressions, which take a fraction of the time of an
XML parser. Of their text nothing matters but numbers and short words, in which nothing is written in another way.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache

from cdmon.workbooks.looks import Look, looks
from cdmon.workbooks.markup import Damaged, Markup
from cdmon.workbooks.respelled import elements

MARKS = re.compile(rb'<f[\s/>]|t="e"|hidden="(?:1|true)"')  # a sheet with none of these has nothing to find
SPACED = re.compile(rb"""\s+=\s*(?=["'])|=\s+(?=["'])""")
VALUE = re.compile(rb"<(?:v|t)\b[^>]*>\s*[^<\s]")
PREFIX = re.compile(rb"<(/?)\w+:")  # of the names of elements
PIECE = re.compile(
    rb"<(?:row\b(?P<row>[^>]*)|col\b(?P<columns>[^>]*)|c\b(?P<cell>[^>]*?)(?:/>|>"
    rb"\s*(?P<formula><f\b(?:[^>]*/>|[^>]*>(?P<text>[^<]*)</f>))?\s*(?:<v\b[^>]*>(?P<value>[^<]*)</v>)?))"
)
ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
NUMBER, MIN, MAX = (re.compile(rb'\b%s="(\d{1,7})"' % name) for name in (b"r", b"min", b"max"))
STYLE, TYPE = re.compile(rb'\bs="(\d+)"'), re.compile(rb'\bt="(\w+)"')
HIDDEN = re.compile(rb'\bhidden="(1|true)"')


def xlsx_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, Markup]]:
    """Yield the title of each sheet of an .xlsx with what is found there; Damaged when the part of one is not there."""
    calculates, parts = xlsx_parts(archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels"))
    shown = xlsx_looks(archive.read("xl/styles.xml")) if "xl/styles.xml" in archive.NameToInfo else {}
    used = re.compile(rb'<c\b[^>]*\bs="(?:%s)"' % "|".join(map(str, shown)).encode()) if shown else None
    for title, part in parts.items():
        if part not in archive.NameToInfo:
            raise Damaged(title)
        xml = archive.read(part)
        xml = SPACED.sub(b"=", xml)
        if b"='" in xml:
            xml = xml.replace(b"'", b'"')
        if b"<row" not in xml:
            xml = PREFIX.sub(rb"<\1", xml)
        found = xlsx_sheet(xml, calculates, shown) if MARKS.search(xml) or (used and used.search(xml)) else Markup()
        found.holds_cells = VALUE.search(xml, xml.find(b"<sheetData")) is not None
        yield title, found


def xlsx_parts(workbook: bytes, relations: bytes) -> tuple[bool, dict[str, str]]:
    """Return whether the program that saved the workbook calculates, and the part of each of its worksheets by its title."""
    relationships = [a for name, a in elements(relations) if name == "Relationship"]
    targets = {a["Id"]: a["Target"] for a in relationships if a.get("Type", "").endswith("/worksheet")}
    calculates, parts = True, dict[str, str]()
    for name, attributes in elements(workbook):
        if name == "sheet":
            target = next((targets.get(value) for key, value in attributes.items() if key.endswith(":id")), None)
            if target is not None:
                parts[attributes["name"]] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        elif name == "calcPr" and attributes.get("fullCalcOnLoad") in ("1", "true"):
            calculates = False
    return calculates, parts


def xlsx_looks(xml: bytes) -> dict[int, Look]:
    """Return the looks of a workbook's cells by the number of the style."""
    fonts, formats, styles, within = list[bool](), dict[int, str](), list[tuple[int, int]](), ""
    for name, attributes in elements(xml):
        if name in ("fonts", "dxfs", "cellXfs", "cellStyleXfs", "cellStyles"):
            within = name
        elif name == "font" and within == "fonts":
            fonts.append(False)
        elif name == "strike" and within == "fonts":
            fonts[-1] = attributes.get("val") not in ("0", "false")
        elif name == "numFmt" and within != "dxfs":
            formats[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "xf" and within == "cellXfs":
            styles.append((int(attributes.get("fontId", 0)), int(attributes.get("numFmtId", 0))))
    return looks(fonts, formats, styles)


def xlsx_sheet(xml: bytes, calculates: bool, shown: Mapping[int, Look]) -> Markup:
    """Return what is found in a sheet part; `shown` are the looks by style.

    A program that does not calculate leaves a formula without a value or, if it asks for a calculation on opening, with the value 0.
    """
    found, no_value = Markup(), (None, b"") if calculates else (None, b"", b"0")
    row = column = 0
    for piece in PIECE.finditer(xml):
        if piece["cell"] is not None:
            column += 1
            is_error = b't="e"' in piece["cell"]
            look = shown.get(int(style[1])) if shown and (style := STYLE.search(piece["cell"])) else None
            if is_error or piece["formula"] or look:
                if address := ADDRESS.search(piece["cell"]):
                    row, column = int(address[2]), column_of(address[1])
                if is_error:
                    found.note_error((row, column), text_of(piece["value"]))
                elif piece["formula"]:
                    has_value = b't="str"' in piece["cell"] or piece["value"] not in no_value
                    found.note_formula((row, column), text_of(piece["text"]), has_value)
                if look:
                    found.note_look((row, column), look, number_in(piece["cell"], piece["value"]))
        elif piece["row"] is not None:
            row, column = int(number[1]) if (number := NUMBER.search(piece["row"])) else row + 1, 0
            if HIDDEN.search(piece["row"]):
                found.hidden_rows.append((row, row))
        elif HIDDEN.search(piece["columns"]):
            found.hidden_columns.append((int(MIN.findall(piece["columns"])[0]), int(MAX.findall(piece["columns"])[0])))
    return found


def number_in(cell: bytes, value: bytes | None) -> float | None:
    """Return the number that a cell holds, given its attributes and its value; None where it holds none."""
    kind = TYPE.search(cell)
    if not value or (kind and kind[1] != b"n"):
        return None
    with suppress(ValueError):
        return float(value)
    return None


def text_of(content: bytes | None) -> str:
    """Return the text of an element, "" where there is none."""
    return (content or b"").decode()


@cache
def column_of(letters: bytes) -> int:
    """Return the number, counted from 1, of the column with these letters."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("@")
    return number
