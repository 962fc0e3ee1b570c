"""Files byte by byte, as openpyxl does not write them: .ods, .xls, protected ones, and zips that unpack to too much."""

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from tests.workbooks import workbook

ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text"))
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
SECTOR, FREE, END, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these parts, packed but for the part `mimetype`."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return content.getvalue()


def altered(content: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """A zipped workbook with some texts of one of its parts replaced by others, each of which must be there."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    for old, new in changes:
        assert old in text, (old, text)
        text = text.replace(old, new)
    return zipped(parts | {part: text})


def packed(megabytes: int, claimed: int | None = None) -> bytes:
    """A workbook with a part that unpacks to so many million zeros, although its header claims `claimed` bytes where that is given."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    million = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    part = million * megabytes + packer.flush()
    content = BytesIO(workbook({"Groups": [["Group name"]]}))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/media/zeros.bin", part)
    stored = bytearray(content.getvalue())
    size = struct.pack("<I", megabytes * 1_000_000 if claimed is None else claimed)
    for mark, method, length in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):  # say of the stored part that it is packed
        place = stored.rindex(mark)
        stored[place + method : place + method + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
        stored[place + length : place + length + 4] = size
    return bytes(stored)


def ods(sheets: Mapping[str, str], encryption: str = "") -> bytes:
    """An OpenDocument spreadsheet, its sheets given as rows of XML (see `ods_rows`)."""
    tables = "".join(f'<table:table table:name="{escape(title)}">{rows}</table:table>' for title, rows in sheets.items())
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return zipped(
        {
            "mimetype": ODS,
            "content.xml": f"<office:document-content {NAMES}>{body}</office:document-content>",
            "META-INF/manifest.xml": MANIFEST.format(
                f'<manifest:file-entry manifest:full-path="content.xml">{encryption}</manifest:file-entry>'
            ),
        }
    )


def ods_rows(rows: Sequence[Sequence[object]], repeat: int = 1, columns: int = 1) -> str:
    """Rows of an .ods sheet; each is to be repeated so many times, each of its cells over so many columns."""
    return "".join(
        f'<table:table-row table:number-rows-repeated="{repeat}">{"".join(ods_cell(cell, columns) for cell in row)}</table:table-row>'
        for row in rows
    )


def ods_cell(cell: object, columns: int) -> str:
    times = f'table:number-columns-repeated="{columns}"'
    if cell is None:
        return f"<table:table-cell {times}/>"
    if isinstance(cell, int | float):
        return f'<table:table-cell {times} office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell {times} office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'


def xlsb(title: str, rows: Sequence[Sequence[float | str | None]], hidden: int = 0, struck: int = 0) -> bytes:
    """An Excel binary workbook of one sheet; a text that begins with # is an error; one row may be hidden, another struck through."""

    def record(kind: int, content: bytes = b"") -> bytes:
        numbers = [kind & 0x7F | 0x80, kind >> 7] if kind > 127 else [kind]
        return bytes([*numbers, len(content) & 0x7F | 0x80, len(content) >> 7]) + content

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def cell(column: int, style: int, value: float | str) -> bytes:
        place = struct.pack("<II", column, style)
        if not isinstance(value, str):
            return record(5, place + struct.pack("<d", value))
        return (
            record(3, place + bytes([{"#DIV/0!": 0x07, "#VALUE!": 0x0F, "#N/A": 0x2A}[value]]))
            if value[0] == "#"
            else record(6, place + wide(value))
        )

    def line(number: int, cells: Sequence[float | str | None]) -> bytes:
        head = struct.pack("<IIHBBBI", number - 1, 0, 300, 0, 0x10 * (number == hidden), 0, 0)
        return record(0, head) + b"".join(cell(c, int(number == struck), v) for c, v in enumerate(cells) if v is not None)

    size = struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = b"".join(line(number, cells) for number, cells in enumerate(rows, start=1))
    fonts = b"".join(record(43, struct.pack("<HH", 220, 8 * is_struck) + bytes(21)) for is_struck in (0, 1))
    styles = (
        record(617, struct.pack("<I", 2))
        + b"".join(record(47, struct.pack("<HHH", 0, 0, font) + bytes(10)) for font in (0, 1))
        + record(618)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" '
            'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
            "_rels/.rels": relations.format(relation.format("r1", office, "officeDocument", "xl/workbook.bin")),
            "xl/_rels/workbook.bin.rels": relations.format(
                relation.format("r1", office, "worksheet", "worksheets/sheet1.bin") + relation.format("r2", office, "styles", "styles.bin")
            ),
            "xl/workbook.bin": record(131)
            + record(143)
            + record(156, struct.pack("<II", 0, 1) + wide("r1") + wide(title))
            + record(144)
            + record(132),
            "xl/styles.bin": record(278) + fonts + styles + record(279),
            "xl/worksheets/sheet1.bin": record(129) + record(148, size) + record(145) + sheet + record(146) + record(130),
        }
    )


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file of a few streams, which is what an .xls is, and an .xlsx behind a password."""
    parts = [stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0") for stream in streams.values()]
    entries = [directory_entry("Root Entry", kind=5, child=1, start=END, size=0)]
    chain, body = [FAT, END], b""  # sector 0 holds the allocation table, sector 1 the directory
    for number, (name, part) in enumerate(zip(streams, parts, strict=True), start=1):
        first, count = len(chain), len(part) // SECTOR
        chain += [*range(first + 1, first + count), END]
        right = number + 1 if number < len(streams) else FREE
        entries.append(directory_entry(name, kind=2, child=FREE, start=first, size=len(part), right=right))
        body += part
    assert len(entries) <= 4 and len(chain) <= SECTOR // 4
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
    )
    return header + struct.pack("<109I", 0, *[FREE] * 108) + table + b"".join(entries).ljust(SECTOR, b"\0") + body


def directory_entry(name: str, kind: int, child: int, start: int, size: int, right: int = FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(text), kind, 1, FREE, right, child, start, size)


def encrypted() -> bytes:
    """An .xlsx that was saved with a password."""
    return compound({"EncryptedPackage": b"\x2a" * 5000, "EncryptionInfo": b"\x04\0\x04\0\x40\0\0\0"})


def xls(title: str, rows: Sequence[Sequence[str | float | None]], protected: bool = False) -> bytes:
    """An Excel 97 workbook of one sheet."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def cell(row: int, column: int, value: str | float) -> bytes:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            return record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        return record(0x0203, place + struct.pack("<d", value))

    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6)) + (record(0x002F, b"\1" + bytes(53)) if protected else b"")
    name = struct.pack("<BB", len(title), 1) + title.encode("utf-16-le")
    offset = len(begin) + 4 + 6 + len(name) + 4
    cells = b"".join(cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 6)) + cells + record(0x000A, b"")
    return compound({"Workbook": begin + record(0x0085, struct.pack("<IH", offset, 0) + name) + record(0x000A, b"") + sheet})
