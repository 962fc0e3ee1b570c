"""Any spreadsheet in: the file as sheets of raw cells, or the one problem that keeps it from being read."""

import csv
import hashlib
import io
import pickle
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

LARGEST_FILE = 15_000_000  # bytes; a borough's survey of 9,000 respondents is about 2 MB
LARGEST_UNPACKED = 250_000_000
LONGEST_READ = 60  # seconds
CHUNK = 1 << 16
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx behind a password
CHILD = Path(__file__).with_name("calamine_child.py")
CHILD_SAYS = {3: "file-protected", 4: "file-damaged", 5: "file-unpacks-too-large"}
TEXT_ENDINGS = {".csv", ".tsv", ".txt"}
SPREADSHEET_ENDINGS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}


class UnreadableFile(Exception):
    """The file cannot be read; `code` is the kind of problem, `words` what its message needs."""

    def __init__(self, code: str, **words: Any) -> None:
        """Remember the kind of problem."""
        super().__init__(code)
        self.code = code
        self.words: dict[str, Any] = words


@dataclass(frozen=True)
class RawSheet:
    """One sheet as it stands in the file: `rows[0][0]` is cell A1."""

    title: str
    rows: list[list[object]]


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it."""

    file_name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The content's SHA-256, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def sheets(self) -> list[RawSheet]:
        """Every sheet of the file; UnreadableFile when it is no spreadsheet, protected, damaged or too large."""
        return read_cells(self.file_name, self.content)


def read_cells(file_name: str, content: bytes) -> list[RawSheet]:
    """Read a workbook or a CSV file into raw sheets; UnreadableFile says why it cannot be done."""
    ending = Path(file_name).suffix.lower()
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("file-empty")
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("file-too-large", size=f"{len(content) / 1e6:.1f}", limit=LARGEST_FILE // 1_000_000)
    if content.startswith(b"PK"):
        check_unpacked_size(content)
        return read_workbook(content)
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableFile("file-protected")
        return read_workbook(content)
    if ending in TEXT_ENDINGS:
        return [RawSheet(Path(file_name).stem, read_csv(content))]
    raise UnreadableFile("file-damaged" if ending in SPREADSHEET_ENDINGS and not is_foreign(content) else "file-not-a-spreadsheet")


def is_foreign(content: bytes) -> bool:
    """Tell whether content is recognisably something else than a spreadsheet: text, a web page, a PDF, a picture."""
    beginning = content[:512]
    known = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
    return beginning.startswith(known) or all(byte >= 32 or byte in b"\r\n\t" for byte in beginning)


def check_unpacked_size(content: bytes) -> None:
    """Unpack every part of a zipped workbook without keeping it; UnreadableFile when the sum is beyond all reason.

    The sizes written in the archive are not believed: the packed bytes are inflated and counted.
    """
    total = 0
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if "mimetype" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml")[:1_000_000]:
            raise UnreadableFile("file-protected")
        for part in archive.infolist():
            start = part.header_offset
            names = int.from_bytes(content[start + 26 : start + 28], "little") + int.from_bytes(content[start + 28 : start + 30], "little")
            packed = content[start + 30 + names : start + 30 + names + part.compress_size]
            if part.compress_type != zipfile.ZIP_DEFLATED:
                total += len(packed)
                continue
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            for piece in range(0, len(packed), CHUNK):
                tail = packed[piece : piece + CHUNK]
                while tail and not inflater.eof:
                    total += len(inflater.decompress(tail, CHUNK))
                    tail = inflater.unconsumed_tail
                    if total > LARGEST_UNPACKED:
                        raise UnreadableFile("file-unpacks-too-large")
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile("file-damaged") from error


def read_workbook(content: bytes) -> list[RawSheet]:
    """Read a workbook's sheets in a child process; UnreadableFile when that process gives up or is ended."""
    try:
        child = subprocess.run(  # noqa: S603 (our own script, the file on its standard input)
            [sys.executable, "-I", str(CHILD)], input=content, capture_output=True, timeout=LONGEST_READ, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("file-unpacks-too-large") from error
    if child.returncode:
        killed = child.returncode < 0
        raise UnreadableFile("file-unpacks-too-large" if killed else CHILD_SAYS.get(child.returncode, "file-damaged"))
    return [RawSheet(title, rows) for title, rows in pickle.loads(child.stdout)]  # noqa: S301 (written by our own child)


def read_csv(content: bytes) -> list[list[object]]:
    """Read a CSV file's rows: UTF-8, UTF-16 or Windows-1252; commas, semicolons or tabs. UnreadableFile when it is no text."""
    text = decode(content)
    if "\0" in text:
        raise UnreadableFile("file-not-a-spreadsheet")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise UnreadableFile("file-damaged") from error


def decode(content: bytes) -> str:
    """Decode text by its byte-order mark, else as UTF-8, else as Windows-1252 (what Excel writes in the United Kingdom)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
