"""What a person sees in a cell is what is read, or a problem names the cell: in every column of every dataset, whatever is typed there.

What is seen is made here from openpyxl's view of the file, values and formats, and from nothing that cdmon reads it with.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from cdmon.definitions import load
from cdmon.parts.columns import Column, local_question
from cdmon.problems import Problem
from cdmon.workbooks.cells import read_cells
from cdmon.workbooks.doubts import doubt_problems
from cdmon.workbooks.fields import SAID_ONCE
from cdmon.workbooks.headings import columns_of, recognise
from cdmon.workbooks.oddities import oddity_problems
from cdmon.workbooks.sheets import ReadSheet, fill

LOCAL = {
    survey: [local_question("l1", "A number", ""), local_question("l2", "How many", "none; 1-2; 3-5; 1.0")] for survey in load().surveys
}
SHEETS = [sheet for dataset in load().datasets.values() for sheet in dataset.sheets]
COLUMNS = {sheet.title: columns_of(load(), sheet, LOCAL.get(sheet.questions or "", [])) for sheet in SHEETS}
NUMBERS, PER_CENTS = ["General", "0", "0.00", "#,##0", "£#,##0.00", "000"], ["0%", "0.0%"]
ODD, DAYS = ["0,", ";;;", '0" people"', "0.0E+0"], ["dd/mm/yyyy", "yyyy-mm-dd", "mmm-yy", "d-mmm", "General"]
WRITTEN = """
    yes no y true 1 0 -1 -9 99 1.0 2.0 1-2 3-5 35 10 1.2 12% 100% 4.1% 1,200 £1,200 7.5 7,5 ½ 2½ 7:30 36:00 007 1e5 n/a none TBC - NULL ? dk
    yes? <5 (yes) #N/A N01 new active Choir café’s 2026-10 2026-10-06 06/10/2026 10/06/2026 10/13/2026 Oct-26 25-Oct 46301 202610 2026/10/06
"""
TEXTS = [*re.findall(r"\S+", WRITTEN), "2026-10-06T10:00:00Z"]
TEXTS += [
    "6 October 2026",
    "Oct 2026",
    "12 people",
    "7.5 hours",
    "don't know",
    "not applicable",
    "face to face",
    "Flats 1-20",
    "3 - 5",
    "per cent",
]
OPTIONS = sorted(
    {word for columns in COLUMNS.values() for c in columns.values() for o in c.options for word in (o.code, o.title, *o.spellings)}
)


@dataclass(frozen=True)
class Typed:
    """What stands in a cell, with its number format."""

    value: object
    form: str = "General"


AMOUNTS = (
    st.integers(-20, 1200)
    | st.floats(-3, 60, width=32).map(lambda number: round(number, 3))
    | st.sampled_from([46301, 99, 999, 0.041, 0.12])
)
TYPED = st.one_of(
    st.sampled_from(TEXTS + OPTIONS).map(Typed),
    st.text("abcN019-.,/%<? ’é", min_size=1, max_size=8).map(Typed),
    st.builds(Typed, AMOUNTS, st.sampled_from(NUMBERS + PER_CENTS + ODD)),
    st.builds(
        Typed, st.dates(date(1990, 1, 1), date(2030, 12, 31)) | st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sampled_from(DAYS[:4])
    ),
    st.builds(
        Typed,
        st.timedeltas(timedelta(0), timedelta(hours=60)).map(lambda length: timedelta(minutes=length // timedelta(minutes=1))),
        st.just("[h]:mm"),
    ),
    st.builds(Typed, st.booleans()),
)


def seen(cell: Cell) -> str:
    """What a spreadsheet program shows in a cell of these formats."""
    value, form = cell.value, cell.number_format
    if value is None or form == ";;;":
        return "" if not isinstance(value, str) else value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, timedelta | time):
        length = value if isinstance(value, timedelta) else timedelta(hours=value.hour, minutes=value.minute)
        return f"{length // timedelta(hours=1)}:{length // timedelta(minutes=1) % 60:02d}"
    if isinstance(value, date):
        return {"yyyy-mm-dd": f"{value:%Y-%m-%d}", "mmm-yy": f"{value:%b-%y}", "d-mmm": f"{value.day}-{value:%b}"}.get(
            form, f"{value:%d/%m/%Y}"
        )
    if isinstance(value, str):
        return value
    shown = {"0": f"{value:.0f}", "0.00": f"{value:.2f}", "#,##0": f"{value:,.0f}", "£#,##0.00": f"£{value:,.2f}", "000": f"{value:03.0f}"}
    shown |= {"0%": f"{100 * value:.0f}%", "0.0%": f"{100 * value:.1f}%", "0,": f"{value / 1000:.0f}", '0" people"': f"{value:.0f} people"}
    return shown.get(form, f"{value:.1E}" if form == "0.0E+0" else f"{value:g}" if abs(value) < 1e5 else str(value))


def agrees(column: Column, stored: object, cell: Cell) -> bool:
    """Whether what is stored is what is seen, as far as the format shows it."""
    text = " ".join(seen(cell).replace("’", "'").split())
    if pd.isna(stored):
        silent = [*load().placeholders, *column.no_answer]
        return not re.search(r"[^\W_]", text) or letters_of(text) in map(letters_of, silent)
    if column.type == "text":
        return stored == text
    if column.type == "choice":
        option = next(option for option in column.options if option.code == stored)
        words = [word.replace("’", "'") for word in (option.code, option.title, *option.spellings)]
        return any(alike(word, text) for word in words)
    if column.type in ("date", "month"):
        return in_time(stored, cell, text)
    return in_figures(column, float(str(stored)), text)


def letters_of(text: str) -> str:
    return re.sub(r"[^\w-]|_|-(?!\d)", "", text.casefold())


def alike(word: str, text: str) -> bool:
    """Whether an answer is another in capitals, spaces and marks that part no digits; a number is any way of writing it."""
    with suppress(ValueError):
        return float(word) == float(text.replace(",", "").replace("£", ""))
    word, text = (re.sub(r"(?<=\d) - (?=\d)", "-", each) for each in (word, text))
    spare = r"[^\w<>%.,/+-]|_|(?<!\d)[.,/+-]|[.,/+-](?!\d)" if not re.match(r"\W*-\d", text) else r"\s"
    return re.sub(spare, "", word.casefold()) == re.sub(spare, "", text.casefold())


def in_time(stored: object, cell: Cell, text: str) -> bool:
    """Whether a stored day or month is the one that is seen; text has the day before the month."""
    if isinstance(cell.value, datetime | date):
        return str(stored)[:7] == f"{cell.value:%Y-%m}" and (
            len(str(stored)) == 7 or pd.Timestamp(str(stored)).date() == pd.Timestamp(cell.value).date()
        )
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d", "%d %B %Y", "%Y-%m", "%b %Y", "%b-%y"):
        with suppress(ValueError):
            day = datetime.strptime(re.sub("T.*", "", text), form)
            return str(stored)[:7] == f"{day:%Y-%m}" and ("%d" not in form or len(str(stored)) == 7 or pd.Timestamp(str(stored)) == day)
    return False


def in_figures(column: Column, stored: float, text: str) -> bool:
    """Whether a stored number is the one that is seen, to the decimals that are shown."""
    if clock := re.fullmatch(r"(\d+):(\d\d)", text):
        return "hours" in column.units and abs(stored - int(clock[1]) - int(clock[2]) / 60) < 1e-6
    with suppress(ValueError):
        return abs(stored - float(text)) <= max(0.05 * abs(stored) * ("E" in text), 0.5 * 10.0 ** -len(text.partition(".")[2])) + 1e-9
    text = text.replace("½", ".5")
    found = re.fullmatch(r"(-?)£?(-?[\d,]*(?:\.(\d*))?) ?(%?)([a-z]*)", text)
    if found is None or (found[4] and not (column.share or column.unit_in)) or (found[5] and found[5] not in column.units):
        return False
    number = float(found[1] + found[2].replace(",", "")) / (100 if found[4] and column.share else 1)
    coarse = 0.5 * 10.0 ** -len(found[3] or "") / (100 if found[4] and column.share else 1)
    return abs(stored - number) <= coarse + 1e-9


def filled(typed: list[Typed]) -> bytes:
    """A workbook of every sheet of every dataset, with each column's cells on rows of their own, and something beside each."""
    opened, saved = openpyxl.Workbook(), BytesIO()
    opened.remove(opened.active)
    for title, columns in COLUMNS.items():
        sheet = opened.create_sheet(title)
        codes = list(columns)
        sheet.append(codes)
        beside = [number for number, code in enumerate(codes, start=1) if code not in SAID_ONCE][:2]
        for number in range(1, len(codes) + 1):
            for each in typed:
                row = sheet.max_row + 1
                sheet.cell(row, next(place for place in beside if place != number)).value = "beside"
                cell = sheet.cell(row, number)
                cell.value, cell.number_format = each.value, each.form
                if isinstance(each.value, str):
                    cell.data_type = "s"
    opened.save(saved)
    return saved.getvalue()


def told(problems: list[Problem]) -> Iterator[tuple[str | None, int, int]]:
    """The sheet, row and column of every cell that a problem names."""
    for problem in problems:
        if problem.cell:
            letter, row = coordinate_from_string(problem.cell)
            yield problem.sheet, row, column_index_from_string(letter)


def read(sheet: ReadSheet) -> list[Problem]:
    return [*fill(sheet), *oddity_problems(sheet), *doubt_problems(sheet)]


@pytest.mark.slow
@settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(TYPED, min_size=6, max_size=12))
def test_what_is_seen_is_read_or_a_problem_names_the_cell(typed: list[Typed]):
    content = filled(typed)
    view = openpyxl.load_workbook(BytesIO(content))
    found, _ = recognise(load(), read_cells("all.xlsx", content), LOCAL)
    assert [sheet.title for sheet in found] == list(COLUMNS)
    for sheet in found:
        named = set(told(read(sheet)))
        numbers, shown = sheet.frame["row_number"].astype(int).tolist(), view[sheet.title]
        for place, (code, column) in enumerate(COLUMNS[sheet.title].items(), start=1):
            stored = dict(zip(numbers, sheet.frame[code].tolist(), strict=True))
            for row in range(2, shown.max_row + 1):
                if (sheet.title, row, place) not in named:
                    cell, value = shown.cell(row, place), stored.get(row)
                    assert agrees(column, value, cell), (sheet.title, code, column.type, cell.value, cell.number_format, value)


def test_a_person_sees_these():
    """Counted by hand, so that the property above holds something."""
    sheet = openpyxl.Workbook().active
    for value, form, shown in [
        (0.041, "0.0%", "4.1%"),
        (1200, "#,##0", "1,200"),
        (7, "000", "007"),
        (date(2026, 10, 25), "d-mmm", "25-Oct"),
        (1200, "0,", "1"),
    ]:
        sheet["A1"] = value
        sheet["A1"].number_format = form
        assert seen(sheet["A1"]) == shown
