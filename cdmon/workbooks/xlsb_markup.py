"""Looks through the records of an .xlsb for formulas, errors, looks, and hidden rows and columns ([MS-XLSB]); calamine reads the values."""

import posixpath
import struct
import zipfile
from collections.abc import Iterator

from cdmon.workbooks.looks import Look, looks
from cdmon.workbooks.markup import Damaged, Markup
from cdmon.workbooks.respelled import elements
from cdmon.workbooks.xls_markup import ERRORS, unpacked

ROW, BLANK, COLUMNS, SHEET, MERGED = 0, 1, 60, 156, 176
RK, ERROR, REAL, LAST_VALUE, FORMULA_NUMBER, FORMULA_ERROR, LAST_FORMULA = 2, 3, 5, 7, 9, 11, 11  # kinds of cells
FONT, FORMAT, STYLE, STYLES_OF_CELLS, END_OF_STYLES_OF_CELLS = 43, 44, 47, 617, 618
ROW_HIDDEN, COLUMN_HIDDEN, STRUCK = 0x10, 0x01, 0x08


def xlsb_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, Markup]]:
    """Yield the title of each worksheet of an .xlsb with what is found there; Damaged when the part of one is not there."""
    relationships = [a for name, a in elements(archive.read("xl/_rels/workbook.bin.rels")) if name == "Relationship"]
    targets = {a["Id"]: a["Target"] for a in relationships if a.get("Type", "").endswith("/worksheet")}
    shown = xlsb_looks(archive.read("xl/styles.bin")) if "xl/styles.bin" in archive.NameToInfo else {}
    for kind, record in records(archive.read("xl/workbook.bin")):
        if kind == SHEET:
            relation, place = text(record, 8)
            title, _ = text(record, place)
            if relation in targets:
                part = posixpath.normpath(posixpath.join("/xl", targets[relation])).lstrip("/")
                if part not in archive.NameToInfo:
                    raise Damaged(title)
                yield title, xlsb_sheet(archive.read(part), shown)


def records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of each record of a part; the numbers before it have seven bits a byte (2.1.4)."""
    place = 0
    while place < len(content):
        kind = content[place]
        place += 1
        if kind & 0x80:
            kind = kind & 0x7F | content[place] << 7
            place += 1
        length = 0
        for shift in range(0, 28, 7):
            byte = content[place]
            place += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, content[place : place + length]
        place += length


def text(record: bytes, place: int) -> tuple[str, int]:
    """Return the text that stands at a place of a record, and the place behind it."""
    (length,) = struct.unpack_from("<I", record, place)
    end = place + 4 + 2 * length
    return record[place + 4 : end].decode("utf-16-le"), end


def xlsb_looks(content: bytes) -> dict[int, Look]:
    """Return the looks of a workbook's cells by the number of the style."""
    fonts, formats, styles, of_cells = list[bool](), dict[int, str](), list[tuple[int, int]](), False
    for kind, record in records(content):
        if kind == FONT:
            fonts.append(bool(record[2] & STRUCK))
        elif kind == FORMAT:
            formats[struct.unpack_from("<H", record)[0]] = text(record, 2)[0]
        elif kind in (STYLES_OF_CELLS, END_OF_STYLES_OF_CELLS):
            of_cells = kind == STYLES_OF_CELLS
        elif kind == STYLE and of_cells:
            form, font = struct.unpack_from("<2xHH", record)
            styles.append((font, form))
    return looks(fonts, formats, styles)


def xlsb_sheet(content: bytes, shown: dict[int, Look]) -> Markup:
    """Return what is found in a sheet part; `shown` are the looks by style."""
    found, row = Markup(), 0
    for kind, record in records(content):
        if kind == ROW:
            row = struct.unpack_from("<I", record)[0] + 1
            if record[11] & ROW_HIDDEN:
                found.hidden_rows.append((row, row))
        elif kind == COLUMNS:
            first, last, flags = struct.unpack_from("<II8xH", record)
            if flags & COLUMN_HIDDEN:
                found.hidden_columns.append((first + 1, last + 1))
        elif kind == MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            found.merged.append((top + 1, left + 1, bottom + 1, right + 1))
        elif BLANK < kind <= LAST_FORMULA:
            column, style = struct.unpack_from("<II", record)
            place, found.holds_cells = (row, column + 1), True
            if kind in (ERROR, FORMULA_ERROR):
                found.note_error(place, ERRORS.get(record[8], ""))
            elif kind > LAST_VALUE:
                found.note_formula(place, "", has_value=True)
            if each := shown.get(style & 0xFFFFFF):
                found.note_look(place, each, number_in(kind, record))
    return found


def number_in(kind: int, record: bytes) -> float | None:
    """Return the number that a cell's record holds; None where it holds none."""
    if kind == RK:
        return unpacked(struct.unpack_from("<I", record, 8)[0])
    return float(struct.unpack_from("<d", record, 8)[0]) if kind in (REAL, FORMULA_NUMBER) else None
