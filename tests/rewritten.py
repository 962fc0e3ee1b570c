"""A return whose values are known, written in one of the many ways in which people's programs write the same."""

import csv
import random
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cdmon.parts.columns import Column
from cdmon.workbooks.cells import Upload
from tests.files import altered, ods, ods_rows, xls, xlsb
from tests.spelled import Rows, Written, a_table, shares

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850")
PER_CENT = ("{}%", "{} %", "{}\u00a0%", " {}% ")
SHEET_PART = "xl/worksheets/sheet1.xml"


class Known(NamedTuple):
    """A file, with the rows that must be read of it; None where it must not be taken."""

    upload: Upload
    sheet: str
    meant: Rows | None


def heading(column: Column, chance: random.Random) -> str:
    """Return a heading by which a column is known."""
    word = chance.choice((column.title, column.title, column.code, *column.spellings))
    return chance.choice((word, word.upper(), f"{word} ", word.replace(" ", "\n")))


def with_headings(table: Written, chance: random.Random) -> list[list[Any]]:
    """Return the rows of a table with its headings, below a title or not."""
    above = [["Returns of our team"], []] if chance.random() < 0.2 else []
    return [*above, [heading(column, chance) for column in table.columns], *table.cells]


def as_text(cell: Any) -> str:
    """Return a cell as a program writes it into a text."""
    return "" if cell is None else cell.strftime("%d/%m/%Y") if isinstance(cell, date) else str(cell)


def in_csv(table: Written, chance: random.Random) -> Known:
    """Write a table as text."""
    text = StringIO(newline="")
    delimiter, end = chance.choice(",,;\t|"), chance.choice(("\r\n", "\n", "\r"))
    rows = [[as_text(cell) for cell in row] for row in with_headings(table, chance)]
    if chance.random() < 0.2:
        rows = [[*row, ""] for row in rows]  # some programs end each row with a comma
    is_broken = any("\n" in cell for row in rows for cell in row)  # which Python's writer does not quote where lines end otherwise
    quoting = csv.QUOTE_ALL if is_broken else chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    first = f"sep={delimiter}{end}" if chance.random() < 0.2 else ""
    written = first + text.getvalue() + chance.choice(("", "", "\x1a"))  # which old programs put behind a text
    content = written.encode(chance.choice([each for each in ENCODINGS if written.encode(each, "ignore").decode(each) == written]))
    return Known(Upload(f"{table.sheet.code}.csv", content), table.sheet.code, table.meant)


def workbook_of(table: Written, chance: random.Random) -> tuple[Workbook, int]:
    """Return a workbook with a table, and the number of the row of its headings."""
    book = Workbook()
    rows = with_headings(table, chance)
    book.active.title = chance.choice((table.sheet.title, table.sheet.title.upper(), "Sheet1"))
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            book.active.cell(number, column, cell)
    return book, len(rows) - len(table.cells)


def saved(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def plainly(table: Written, chance: random.Random) -> Known:
    """Write a table as a workbook, with another sheet beside it or not, and formats that show numbers otherwise."""
    book, _ = workbook_of(table, chance)
    if chance.random() < 0.3:
        book.create_sheet("Notes", chance.choice((0, 1)))["A1"] = "Ask at the office"
    for row in book[book.sheetnames[-1]].iter_rows():
        for cell in row:
            if isinstance(cell.value, int | float):
                cell.number_format = chance.choice(("General", "#,##0.00", "0", "@", '0" people"'))
    return Known(Upload("return.xlsx", saved(book)), table.sheet.code, table.meant)


def counting_from_1904(table: Written, chance: random.Random) -> Known:
    """Write a table as a workbook that counts its days as the first Macintosh did."""
    book, _ = workbook_of(table, chance)
    book.epoch = CALENDAR_MAC_1904
    return Known(Upload("return.xlsx", saved(book)), table.sheet.code, table.meant)


def partly_hidden(table: Written, chance: random.Random) -> Known:
    """Write a table as a workbook of which a row and a column are hidden; they are read like all others."""
    book, top = workbook_of(table, chance)
    book.active.row_dimensions[top + 1].hidden = True
    book.active.column_dimensions[chance.choice("ABC")].hidden = True
    return Known(Upload("return.xlsx", saved(book)), table.sheet.code, table.meant)


def merged_down(table: Written, chance: random.Random) -> Known:
    """Write a table as a workbook with the cells of one column merged over two rows: what they show is meant for both."""
    book, top = workbook_of(table, chance)
    places = [place for place, column in enumerate(table.columns) if column.type in ("choice", "date")]
    meant = [dict(row) for row in table.meant]
    if places and len(meant) > 1:
        place = chance.choice(places)
        book.active.merge_cells(start_row=top + 1, end_row=top + 2, start_column=place + 1, end_column=place + 1)
        code = table.columns[place].code
        meant[1][code] = meant[0][code]
    return Known(Upload("return.xlsx", saved(book)), table.sheet.code, meant)


def by_formulas(table: Written, chance: random.Random) -> Known:
    """Write a table as a workbook whose numbers are formulas that were worked out."""
    book, _ = workbook_of(table, chance)
    worked_out = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="n")?)>(<v>)')
    content = saved(book)
    text = load_part(content, SHEET_PART)
    return Known(
        Upload("return.xlsx", altered(content, SHEET_PART, (text, worked_out.sub(r"\1><f>SUM(1)</f>\2", text)))),
        table.sheet.code,
        table.meant,
    )


def load_part(content: bytes, part: str) -> str:
    """Return the text of a part of a workbook."""
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(part).decode()


def without_values(table: Written, chance: random.Random) -> Known:
    """Write a table as a workbook with a formula that was never worked out: nobody can know what it shows."""
    book, top = workbook_of(table, chance)
    book.active.cell(top + 1, chance.randint(1, len(table.columns)), "=1+1")
    return Known(Upload("return.xlsx", saved(book)), table.sheet.code, None)


def sheets_of_one_name(table: Written, chance: random.Random) -> Known:
    """Write a table as a workbook with two sheets of one name, which no spreadsheet program makes; the other one is not ours to guess."""
    book, _ = workbook_of(table, chance)
    other = load_workbook(BytesIO(saved(book)))
    copy = other.copy_worksheet(other.active)
    copy.title = "Twin"
    copy.delete_rows(copy.max_row)
    return Known(
        Upload("return.xlsx", altered(saved(other), "xl/workbook.xml", ('name="Twin"', f'name="{other.active.title}"'))),
        table.sheet.code,
        None,
    )


def in_other_kinds(table: Written, chance: random.Random) -> Known:
    """Write a table as an .ods, an .xls or an .xlsb."""
    rows = [
        [cell if cell is None or isinstance(cell, int | float) else as_text(cell) for cell in row] for row in with_headings(table, chance)
    ]
    rows = [row or [None] for row in rows]
    kind = chance.choice(("ods", "xls", "xlsb"))
    write: dict[str, Callable[[], bytes]] = {
        "ods": lambda: ods({table.sheet.title: ods_rows([[tidied(cell) for cell in row] for row in rows])}),
        "xls": lambda: xls(table.sheet.title, rows),
        "xlsb": lambda: xlsb(table.sheet.title, rows),
    }
    return Known(Upload(f"return.{kind}", write[kind]()), table.sheet.code, table.meant)


def tidied(cell: Any) -> Any:
    """Return a cell without blanks that an .ods would need marks for."""
    return " ".join(cell.split(" ")).strip() if isinstance(cell, str) else cell


def with_a_per_cent(table: Written, chance: random.Random) -> Known:
    """Write a number of a table as a per cent, as text: of how many nobody can know."""
    places = [place for place, column in enumerate(table.columns) if column.type in ("integer", "number")]
    if places:
        chance.choice(table.cells)[chance.choice(places)] = chance.choice(PER_CENT).format(chance.choice((0, 45, 12.5, 100)))
    file = chance.choice((in_csv, plainly, in_other_kinds))(table, chance)
    return file._replace(meant=None) if places else file


def of_shares(_: Written, chance: random.Random) -> Known:
    """Write statistics that are shares, as numbers and as per cents that are text: "45 %" is the 45 that is asked for."""
    table = shares(chance)
    for row, meant in zip(table.cells, table.meant, strict=True):
        row[1] = chance.choice(("{}", *PER_CENT)).format(meant["value"])
    return chance.choice((in_csv, plainly, in_other_kinds))(table, chance)


WAYS = (
    in_csv,
    in_csv,
    in_csv,
    plainly,
    counting_from_1904,
    partly_hidden,
    merged_down,
    by_formulas,
    without_values,
    sheets_of_one_name,
    in_other_kinds,
    with_a_per_cent,
    of_shares,
)


def rewritten(chance: random.Random) -> Known:
    """Return a table of known values, written in one of the ways."""
    return chance.choice(WAYS)(a_table(chance), chance)
