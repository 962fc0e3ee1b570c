"""Spreadsheets with something changed at random, in their bytes, their parts or their cells: `python -m tests.fuzz [how many] [seed]`."""

import random
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from contextlib import suppress
from io import BytesIO

from openpyxl import load_workbook

from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.definitions import load
from cdmon.refusal import Refusal
from cdmon.returns.ahead import read_ahead
from cdmon.returns.submit import Receipt, Sending, load_file
from cdmon.workbooks import cells
from cdmon.workbooks.cells import Upload
from tests.conftest import read_here, send
from tests.files import zipped
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, yes_of

SLOWEST = 60.0  # seconds for one file, on a machine that is busy with other things
LARGEST = 1_500  # MB of this process
WILD = [
    "=1+1", "@SUM(A1)", "<b>", "'; DROP TABLE returns; --", "\x00", "\u202e", "𝟙", "NaN", "1e999", "-0", "9" * 20, "31/02/2024",
    "2024-13", "TRUE", "#REF!", " ", "\n" * 50, "é" * 5000, "N01", "yes", "\ufeff", "0x10", "1,234.5", "½", "١٢", "29/02/2023", "12:00",
    10**18, -1, 1.5, 1e308, True, None, "",
]  # fmt: skip
CSV = 'Group,Kind\nLunch club,other\n"Allotments, the",other\n'


def seeds() -> dict[str, bytes]:
    """The files that are changed: a set-up, a register, a survey, a CSV."""
    return {
        "programme.xlsx": programme_workbook(),
        "groups.xlsx": groups_workbook("2024-10", [{"name": "Lunch club"}, {"name": "Allotments"}]),
        "survey.xlsx": survey_workbook("2024", "2024-10-01", yes_of(12, 3)),
        "groups.csv": CSV.encode(),
    }


def change_bytes(content: bytes, chance: random.Random) -> bytes:
    """Change, cut out, double or cut off some bytes."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(changed) or 1), chance.randint(1, 40)
        piece = changed[at : at + size]
        changed[at : at + size] = chance.choice([bytes(chance.randbytes(size)), b"", bytes(piece) * 2, b"\x00" * size])
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.15 else changed)


def change_part(content: bytes, chance: random.Random) -> bytes:
    """Change the text of one part of a workbook, or leave the part out."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    if chance.random() < 0.1:
        parts.pop(name)
    else:
        parts[name] = change_bytes(parts[name], chance)
    return zipped(parts)


def change_cells(content: bytes, chance: random.Random) -> bytes:
    """Write something wild into some cells of a workbook, or take a row or a column away."""
    book = load_workbook(BytesIO(content))
    sheet = chance.choice(book.worksheets)
    for _ in range(chance.randint(1, 6)):
        row, column = chance.randint(1, min(sheet.max_row + 1, 40)), chance.randint(1, min(sheet.max_column + 1, 30))
        act = chance.random()
        if act < 0.08:
            sheet.delete_rows(row)
        elif act < 0.16:
            sheet.delete_cols(column)
        else:
            value = chance.choice(WILD)
            cell = sheet.cell(row, column)
            if type(cell).__name__ == "Cell":
                cell.value = "".join(letter for letter in value if letter >= " ") if isinstance(value, str) else value
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def change_text(content: bytes, chance: random.Random) -> bytes:
    """Write something wild into a text, or put it into another coding."""
    text = content.decode()
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice([str(chance.choice(WILD)), '"', ",", ";", "\t", "\r", "\n"]) + text[at:]
    return text.encode(chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"]), "replace")


def mutant(files: dict[str, bytes], chance: random.Random) -> Upload:
    """Return one of the files with something changed."""
    name = chance.choice(list(files))
    ways = [change_bytes, change_text] if name.endswith(".csv") else [change_bytes, change_part, change_part, change_cells, change_cells]
    return Upload(name, chance.choice(ways)(files[name], chance))


class _Undone(Exception):  # noqa: N818 (no error: it is how a transaction is left)
    """Ends the transaction, so that nothing of a file is kept."""


def rehearsed(database: Database, upload: Upload) -> Receipt:
    """Do all that sending a file does but to tell its effect, and keep nothing of it."""
    receipts = []

    def send_and_undo(cursor: Cursor) -> None:
        receipts.append(load_file(cursor, upload, Sending("", now(), rehearsal=True, tell_effect=False), ahead))
        raise _Undone

    ahead = read_ahead(database, upload)
    with suppress(_Undone):
        database.write(send_and_undo)
    return receipts[0]


def judge(database: Database, upload: Upload) -> str:
    """Return whether a file would be accepted or is refused; AssertionError where it is neither, or not in time, or not clearly."""
    began = time.monotonic()
    try:
        receipt = rehearsed(database, upload)
    except Refusal:
        return "refused"
    assert time.monotonic() - began < SLOWEST, "too slow"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < LARGEST * 1024, "too large"
    errors = [each for each in receipt.checked.problems if each.severity == "error"]
    for each in receipt.checked.problems:
        assert each.code in load().problems and each.message.strip() and "{" not in each.message.split("“")[0], each
    assert receipt.checked.ok == (not errors)
    return "refused" if errors else "accepted"


def fuzz(database: Database, count: int, seed: int) -> tuple[Counter[str], list[tuple[int, str, str]]]:
    """Try so many files; return how many were accepted and refused, and what went wrong: its number, the file and the error."""
    files, found, wrong = seeds(), Counter[str](), []
    for number in range(count):
        upload = mutant(files, random.Random(f"{seed}-{number}"))
        try:
            found[judge(database, upload)] += 1
        except Exception as error:
            wrong.append((number, upload.file_name, f"{type(error).__name__}: {error}"))
    return found, wrong


if __name__ == "__main__":
    how_many, of_seed = (int(given) for given in [*sys.argv[1:], *("10000", "1")[len(sys.argv) - 1 :]])
    cells.read_workbook = read_here
    with tempfile.TemporaryDirectory() as folder:
        store = Database(f"{folder}/cdmon.duckdb")
        send(store, programme_workbook())
        started = time.monotonic()
        counted, failed = fuzz(store, how_many, of_seed)
        print(f"{how_many} files in {time.monotonic() - started:.0f} s: {dict(counted)}, {len(failed)} wrong")
        for each in failed[:20]:
            print(*each)
        sys.exit(bool(failed))
