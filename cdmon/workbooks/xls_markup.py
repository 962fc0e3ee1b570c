"""Looks through the records of an .xls for formulas, errors, and hidden rows and columns; calamine tells the merged cells.

The file is a compound of streams in sectors ([MS-CFB]); the workbook's stream is a row of records ([MS-XLS]).
"""

import struct
from collections.abc import Iterator, Mapping, Sequence

from cdmon.workbooks.looks import Look, looks
from cdmon.workbooks.markup import Markup

STREAMS = ("workbook", "book")
SMALL, SMALL_SECTOR = 4096, 64  # bytes
LAST_SECTOR = 0xFFFFFFFA
BEGIN, END, SHEET, FORMULA, ERROR, ROW, COLUMNS = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205, 0x0208, 0x007D
NUMBER, PACKED, PACKED_ROW = 0x0203, 0x027E, 0x00BD
FONT, FORMAT, STYLE, STRUCK = 0x0031, 0x041E, 0x00E0, 0x08
VALUES = {FORMULA, ERROR, NUMBER, PACKED, PACKED_ROW, 0x0204, 0x00FD}  # the other kinds of cell that hold something
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
BOOLEANS = {b"\2\0\x1d\1": "TRUE()", b"\2\0\x1d\0": "FALSE()"}  # formulas as they are stored, with their length


def xls_sheets(content: bytes) -> list[Markup]:
    """Return what is found on each sheet, in the workbook's order; struct.error or LookupError when the file is not as it should be."""
    stream = workbook_stream(content)
    shown = xls_looks(stream)
    starts = [struct.unpack_from("<I", record)[0] for kind, record in records(stream, 0) if kind == SHEET]
    return [xls_sheet(stream, start, shown) for start in starts]


def workbook_stream(content: bytes) -> bytes:
    """Return the stream of a compound file that holds the workbook; LookupError when there is none."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    folder_start, small_start, more = struct.unpack_from("<I8xI4xI", content, 48)
    sectors = content[size:]
    table = list(struct.unpack_from("<109I", content, 76))  # the sectors that tell which sector comes after which
    while more <= LAST_SECTOR and len(table) * size <= len(content):
        *numbers, more = struct.unpack_from(f"<{size // 4}I", sectors, more * size)
        table += numbers
    after = [n for number in table if number <= LAST_SECTOR for n in struct.unpack_from(f"<{size // 4}I", sectors, number * size)]
    folder = chain(sectors, folder_start, after, size)
    entries = [folder[place : place + 128] for place in range(0, len(folder) - 127, 128)]
    for entry in entries:
        start, length = struct.unpack_from("<II", entry, 116)
        if stream_name(entry) not in STREAMS:
            continue
        if length >= SMALL:
            return chain(sectors, start, after, size)[:length]
        if length:  # small streams share the one of the first entry, in sectors of their own
            shared = chain(sectors, struct.unpack_from("<I", entries[0], 116)[0], after, size)
            small = chain(sectors, small_start, after, size)
            return chain(shared, start, struct.unpack(f"<{len(small) // 4}I", small), SMALL_SECTOR)[:length]
    raise LookupError("Workbook")


def stream_name(entry: bytes) -> str:
    """Return the name of an entry of the folder, in small letters: names are equal whatever their case ([MS-CFB] 2.6.4)."""
    return entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", errors="replace").casefold()


def chain(sectors: bytes, number: int, after: Sequence[int], size: int) -> bytes:
    """Return the sectors that begin with one, put together; `after` tells which comes after which."""
    found: list[bytes] = []
    while number <= LAST_SECTOR and len(found) <= len(after):
        found.append(sectors[number * size : (number + 1) * size])
        number = after[number]
    return b"".join(found)


def records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of each record from `place` to the end that belongs to the first."""
    depth = 0  # a chart within a sheet begins and ends too
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
        depth += (kind == BEGIN) - (kind == END)
        if depth == 0:
            return


def xls_looks(stream: bytes) -> dict[int, Look]:
    """Return the looks of a workbook's cells by the number of the style, as Excel 97 and later keep them."""
    fonts, formats, styles = list[bool](), dict[int, str](), list[tuple[int, int]]()
    for kind, record in records(stream, 0):
        if kind == FONT:
            fonts += [False] * (len(fonts) == 4)  # no font has the number 4 ([MS-XLS] 2.5.129)
            fonts.append(bool(record[2] & STRUCK))
        elif kind == FORMAT:
            number, length, wide = struct.unpack_from("<HHB", record)
            formats[number] = record[5 : 5 + length * (1 + (wide & 1))].decode("utf-16-le" if wide & 1 else "latin-1")
        elif kind == STYLE:
            styles.append(struct.unpack_from("<HH", record))
    return looks(fonts, formats, styles)


def cells(kind: int, record: bytes) -> Iterator[tuple[tuple[int, int], int, float | None]]:
    """Yield the place, the style and the number, if any, of each cell of a record."""
    row, column = struct.unpack_from("<HH", record)
    if kind == PACKED_ROW:
        for offset in range(4, len(record) - 2, 6):
            style, number = struct.unpack_from("<HI", record, offset)
            yield (row + 1, column + 1 + (offset - 4) // 6), style, unpacked(number)
        return
    number = None
    if kind == PACKED:
        number = unpacked(struct.unpack_from("<I", record, 6)[0])
    elif kind == NUMBER or (kind == FORMULA and record[12:14] != b"\xff\xff"):
        number = struct.unpack_from("<d", record, 6)[0]
    yield (row + 1, column + 1), struct.unpack_from("<H", record, 4)[0], number


def unpacked(number: int) -> float:
    """Return a number that is packed into 30 bits: a whole one, or the first bits of one that is not, or a hundredth of it (RkNumber)."""
    if number & 2:
        value = float((number - (1 << 32) if number >> 31 else number) >> 2)
    else:
        value = float(struct.unpack("<d", bytes(4) + struct.pack("<I", number & 0xFFFFFFFC))[0])
    return value / 100 if number & 1 else value


def xls_sheet(stream: bytes, start: int, shown: Mapping[int, Look]) -> Markup:
    """Return what is found on the sheet whose records begin at `start`; `shown` are the looks by style."""
    found = Markup()
    for kind, record in records(stream, start):
        found.holds_cells |= kind in VALUES
        if kind == FORMULA:
            row, column, result, code, special = struct.unpack_from("<HH2xBxB3xH", record)
            if (special, result) == (0xFFFF, 2):
                found.note_error((row + 1, column + 1), ERRORS.get(code, ""))
            else:
                found.note_formula((row + 1, column + 1), BOOLEANS.get(record[20:], ""), has_value=True)
        elif kind == ERROR:
            row, column, code, is_error = struct.unpack_from("<HH2xBB", record)
            if is_error:
                found.note_error((row + 1, column + 1), ERRORS.get(code, ""))
        elif kind == ROW:
            row, flags = struct.unpack_from("<H10xH", record)
            if flags & 0x20:
                found.hidden_rows.append((row + 1, row + 1))
        elif kind == COLUMNS:
            first, last, flags = struct.unpack_from("<HH4xH", record)
            if flags & 1:
                found.hidden_columns.append((first + 1, last + 1))
        for place, style, number in cells(kind, record) if shown and kind in VALUES else ():
            if look := shown.get(style):
                found.note_look(place, look, number)
    return found
