"""Spreadsheets with something changed at random: in their bytes, their parts, their cells or their text."""

import random
import warnings
import zipfile
from io import BytesIO

from openpyxl import load_workbook

from cdmon.workbooks.cells import Upload
from tests.files import zipped
from tests.rewritten import Known, rewritten
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, yes_of

KNOWN = 0.4  # of the files
OTHER_NAMES = ("return.csv", "return.xlsx", "return.xls", "return.ods", "return.txt")  # whatever is in it
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
    return text.encode(chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"]), "replace")


def change_archive(content: bytes, chance: random.Random) -> bytes:
    """Put a part into a workbook twice, under another name or beside others that are none of it."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as copy, warnings.catch_warnings(action="ignore"):
        parts = [(name, archive.read(name)) for name in archive.namelist()]
        name, part = chance.choice(parts)
        way = chance.randrange(4)
        extra = [(name, change_bytes(part, chance)), (name.upper(), part), (f"../{name}", part), ("mimetype", b"text/plain")][way]
        for each in (extra, *parts) if chance.random() < 0.5 else (*parts, extra):
            copy.writestr(*each)
    return made.getvalue()


def mutant(files: dict[str, bytes], chance: random.Random) -> Known:
    """Return one of the files with something changed, or one whose values are known."""
    if chance.random() < KNOWN:
        return rewritten(chance)
    name, content = chance.choice(list(files.items()))
    if chance.random() < 0.5:
        made = rewritten(chance).upload
        name, content = made.file_name, made.content
    ways = [change_bytes]
    if name.endswith(".csv") and content.isascii():
        ways += [change_text, change_text]
    if name.endswith(".xlsx"):
        ways += [change_part, change_part, change_archive, change_cells, change_cells]
    changed = chance.choice(ways)(content, chance)
    return Known(Upload(name if chance.random() < 0.98 else chance.choice(OTHER_NAMES), changed), "", [])
