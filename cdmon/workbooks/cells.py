"""Any spreadsheet in: the file as sheets of raw cells, or the one problem that keeps it from being read."""

import csv
import hashlib
import io
import pickle
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cdmon.text import clean_file_name
from cdmon.workbooks.code_pages import Page
from cdmon.workbooks.delimited import DELIMITERS, decode, table_in
from cdmon.workbooks.mapping import SurveyMapping
from cdmon.workbooks.markup import LAST_COLUMN, Area, Place, Run

LARGEST_FILE = 15_000_000  # bytes; a borough's survey of 9,000 respondents is about 2 MB
LARGEST_UNPACKED = 250_000_000
SMALL_FILE = 1_000_000
MOST_CELLS = 2_000_000  # of a CSV file; calamine_child says it of a workbook
LONGEST_READ = 60  # seconds
CHUNK = 1 << 16
ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # .xlsx, .xlsm, .xlsb, .ods
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx behind a password
FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
# The first record of an .xls (of Excel 97, or 5 and 95) followed by the one that says how it is encrypted (or, in between, that it is
# write-protected).
PROTECTED_XLS = re.compile(rb"\x09\x08(\x10\x00\x00\x06\x05\x00.{12}|\x08\x00\x00\x05\x05\x00.{4})(\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
# What the bytes of every workbook hold in clear: the names of its parts (.xlsx, .xlsb), its kind (.ods), of its stream (.xls).
WORKBOOK_MARKS = (b"xl/work", b"opendocument.spreadsheet", "Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
CHILD = Path(__file__).with_name("calamine_child.py")
CHILD_SAYS = {1: "file-damaged", 3: "file-protected", 4: "file-damaged", 6: "file-not-geojson"}  # any other status: it ran out of memory
TEXT_ENDINGS = {".csv", ".tsv", ".txt"}
MAP_ENDINGS = {".geojson", ".json"}
SPREADSHEET_ENDINGS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}


class UnreadableFile(Exception):  # noqa: N818 (it says what is the case)
    """The file cannot be read; `code` is the kind of problem, `words` what its message needs."""

    def __init__(self, code: str, **words: Any) -> None:
        """Remember the kind of problem."""
        super().__init__(code)
        self.code = code
        self.words: dict[str, Any] = words


@dataclass(frozen=True)
class Oddities:
    """What the values of a sheet do not tell."""

    formulas: Set[Place] = frozenset()  # that have a value and no error
    without_value: Set[Place] = frozenset()  # formulas that were never worked out
    struck: Set[Place] = frozenset()  # cells that are struck through
    otherwise: Set[Place] = frozenset()  # cells whose format shows another number, or none
    dressed: Set[Place] = frozenset()  # cells whose format shows a number with marks of its own, as in 1,200
    merged: Sequence[Area] = field(default_factory=list)
    hidden_rows: Sequence[Run] = field(default_factory=list)
    hidden_columns: Sequence[Run] = field(default_factory=list)
    hidden: bool = False  # the whole sheet
    unseen: bool = False  # whether none of these could be made out, nor errors
    delimited: bool = False  # a CSV file, not a sheet of a workbook
    properties: Mapping[int, str] = field(default_factory=dict)  # of a file of boundaries: those that its columns stand for, from 0
    page: Page | None = None  # of a CSV file that is not in UTF-8: the code page that it is read by
    open_quotes: Set[Place] = frozenset()  # cells of a CSV file in which a quote opens that is not closed there


@dataclass(frozen=True)
class RawSheet:
    """One sheet as it stands in the file: `rows[0][0]` is cell A1."""

    title: str
    rows: list[list[object]]  # "" for an empty cell; an error as the text that Excel shows, such as "#N/A"
    oddities: Oddities = field(default_factory=Oddities)


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it; with `mapping` where it is another tool's, and is to be read by that."""

    file_name: str
    content: bytes
    mapping: SurveyMapping | None = None

    def __post_init__(self) -> None:
        """Clean the file's name, whichever way it came in."""
        object.__setattr__(self, "file_name", clean_file_name(self.file_name))

    @cached_property
    def sha256(self) -> str:
        """The content's SHA-256, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def read_as(self) -> str:
        """A text that is another for another content, and for the same content read by another mapping."""
        return self.sha256 + (self.mapping.as_text() if self.mapping else "")

    @cached_property
    def sheets(self) -> list[RawSheet]:
        """Every sheet of the file; UnreadableFile when it is no spreadsheet, protected, damaged or too large."""
        return read_cells(self.file_name, self.content)


def read_cells(file_name: str, content: bytes) -> list[RawSheet]:
    """Read a workbook or a CSV file into raw sheets; UnreadableFile says why it cannot be done."""
    ending = Path(file_name).suffix.lower()
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("file-too-large", size=f"{len(content) / 1e6:.1f}", limit=LARGEST_FILE // 1_000_000)
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("file-empty")
    if content.startswith((*ZIP, OLE)):
        sheets = read_packed(content)
    elif content.startswith(FOREIGN):
        raise UnreadableFile("file-not-a-spreadsheet")
    elif ending in MAP_ENDINGS:
        sheets = read_workbook(content)
    elif ending in TEXT_ENDINGS:
        rows, open_quotes, page = read_csv(content)
        sheets = [RawSheet(Path(file_name).stem, rows, Oddities(open_quotes=open_quotes, page=page, delimited=True))]
    else:
        raise UnreadableFile("file-damaged" if ending in SPREADSHEET_ENDINGS and not is_text(content) else "file-not-a-spreadsheet")
    for sheet in sheets:
        if any(cell not in (None, "") for row in sheet.rows for cell in row[LAST_COLUMN:]):
            raise UnreadableFile("file-too-wide", sheet=sheet.title, most=f"{LAST_COLUMN:,}")
    if all(cell in (None, "") for sheet in sheets for row in sheet.rows for cell in row):
        raise UnreadableFile("file-empty")
    return sheets


def is_text(content: bytes) -> bool:
    """Tell whether content is text, such as a web page that was given a workbook's name."""
    return all(byte >= 32 or byte in b"\r\n\t" for byte in content[:512])


def read_packed(content: bytes) -> list[RawSheet]:
    """Read a file that begins as a workbook does; UnreadableFile also when it is another kind of document, such as a .docx."""
    if content.startswith(ZIP):
        check_unpacked_size(content)
    elif "EncryptedPackage".encode("utf-16-le") in content or PROTECTED_XLS.search(content):
        raise UnreadableFile("file-protected")
    try:
        return read_workbook(content)
    except UnreadableFile as error:
        if error.code == "file-damaged" and not any(mark in content for mark in WORKBOOK_MARKS):
            raise UnreadableFile("file-not-a-spreadsheet") from error
        raise


def check_unpacked_size(content: bytes) -> None:
    """Unpack every part of a zipped workbook without keeping it; UnreadableFile when the sum is beyond all reason.

    The sizes written in the archive are not believed: the packed bytes are inflated and counted.
    """
    total, whole = 0, memoryview(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "mimetype" in archive.namelist():
                with archive.open("META-INF/manifest.xml") as manifest:
                    if b"encryption-data" in manifest.read(1_000_000):
                        raise UnreadableFile("file-protected")
            for part in archive.infolist():
                if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise UnreadableFile("file-damaged")  # no spreadsheet program packs otherwise
                header = whole[
                    part.header_offset : part.header_offset + 30
                ]  # its last numbers: the lengths of the name and of the extra field
                start = part.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
                packed = whole[start : start + part.compress_size]
                total += len(packed) if part.compress_type == zipfile.ZIP_STORED else inflated_size(packed, LARGEST_UNPACKED - total)
                if total > LARGEST_UNPACKED:
                    raise UnreadableFile("file-unpacks-too-large")
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise UnreadableFile("file-damaged") from error


def inflated_size(packed: memoryview, most: int) -> int:
    """Count the bytes that deflated data unpack to, or as many as show that they are more than `most`."""
    inflater, total = zlib.decompressobj(-zlib.MAX_WBITS), 0
    for piece in range(0, len(packed), CHUNK):
        tail: bytes | memoryview = packed[piece : piece + CHUNK]
        while tail and not inflater.eof and total <= most:
            total += len(inflater.decompress(tail, CHUNK))
            tail = inflater.unconsumed_tail
        if inflater.eof or total > most:
            break
    return total


def read_workbook(content: bytes) -> list[RawSheet]:
    """Read a workbook's sheets in a child process; UnreadableFile when that process gives up or is ended.

    What a small file says of itself can be false, and end the child: then it is read again in another way, if there is one.
    """
    child = run_child(content)
    if child.returncode < 0 and len(content) < SMALL_FILE:
        child = run_child(content, "again")
    if child.returncode or not child.stdout:
        raise UnreadableFile(CHILD_SAYS.get(child.returncode or 1, "file-unpacks-too-large"))
    return [RawSheet(title, rows, Oddities(**found)) for title, rows, found in pickle.loads(child.stdout)]  # noqa: S301 (written by our own child)


def run_child(content: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run the child process on a file; UnreadableFile when it takes too long."""
    command = [sys.executable, "-I", str(CHILD), *words]
    try:
        return subprocess.run(command, input=content, capture_output=True, timeout=LONGEST_READ, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("file-unpacks-too-large") from error


def read_csv(content: bytes) -> tuple[list[list[object]], set[Place], Page | None]:
    """Read a CSV file's rows, the cells in which a quote opens that is not closed there, and its code page; UnreadableFile if none.

    It may be UTF-8, UTF-16 or in a code page (see `cdmon.workbooks.code_pages`), its cells between commas, semicolons or tabs.
    """
    text, page = decode(content)
    if "\0" in text:
        raise UnreadableFile("file-not-a-spreadsheet")
    if sum(map(text.count, "\n\r" + DELIMITERS)) > MOST_CELLS:
        raise UnreadableFile("file-unpacks-too-large")
    try:
        return *table_in(text), page
    except csv.Error as error:
        raise UnreadableFile("file-damaged") from error
