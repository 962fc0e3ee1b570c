"""Odd but honest sheets: what cannot be mistaken goes in and is told of, the rest is asked about, and nothing vanishes."""

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cdmon.database import Cursor, open_database
from cdmon.returns.check import Checked, check
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.files import altered
from tests.workbooks import groups_workbook, survey_workbook

Told = tuple[str, str | None, str | None]
GROUPS = "xl/worksheets/sheet2.xml"


@pytest.fixture(scope="module")
def cursor(made_stores: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cursor]:
    """A store with the neighbourhoods N01 and N02, for tests that do not write to it."""
    opened = open_database(str(shutil.copy(made_stores["programme"], tmp_path_factory.mktemp("oddities") / "cdmon.duckdb")))
    with opened.cursor() as cursor:
        yield cursor
    opened.close()


def groups(change: Callable[[Worksheet], None]) -> bytes:
    """A register of four groups in rows 2 to 5, each with 10 volunteers and an income of 100, changed by hand.

    A name, B contact, C open to residents, D status, E volunteers, F annual income, G shoe size, which is not read.
    """
    opened = load_workbook(BytesIO(groups_workbook("2024-11", [{"volunteers": 10, "annual_income": 100, "shoe size": 8}] * 4)))
    change(opened["Groups"])
    content = BytesIO()
    opened.save(content)
    return content.getvalue()


def set_cells(**values: object) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for cell, value in values.items():
            sheet[cell] = value

    return change


def merge(*areas: str, **values: object) -> Callable[[Worksheet], None]:
    """Merge cells, having written some values."""

    def change(sheet: Worksheet) -> None:
        set_cells(**values)(sheet)
        for area in areas:
            sheet.merge_cells(area)

    return change


def read(cursor: Cursor, content: bytes, name: str = "groups.xlsx") -> Checked:
    return check(Known(cursor), Upload(name, content))


def told(checked: Checked) -> list[Told]:
    """The problems of a file but for the column that is not read: their kind, cells and value."""
    return [(each.code, each.cell, each.value) for each in checked.problems if each.code != "heading-unknown"]


def column(checked: Checked, code: str) -> list[object]:
    """What was read of a column of the register, from row 2 on."""
    return checked.sheets[0].frame[code].tolist()


def test_an_ordinary_register_has_nothing_odd(cursor: Cursor):
    checked = read(cursor, groups(set_cells()))
    assert (told(checked), column(checked, "volunteers")) == ([], [10] * 4)


# Formulas


def test_a_formula_that_was_never_worked_out_is_asked_about_and_not_called_blank(cursor: Cursor):
    checked = read(cursor, groups(set_cells(B3="=B2", B4="=B2", E2="=5+5", G2="=1+1")))
    assert told(checked) == [("formula-without-value", "B3 to B4", None), ("formula-without-value", "E2", None)]


def test_the_result_of_a_formula_is_read_and_told_of_once_for_each_column(cursor: Cursor):
    content = groups(set_cells(E2="=5+5", E3="=6+6", E5="=7+7", G2="=1+1"))
    results = [(f"<f>{n}+{n}</f><v></v>", f"<f>{n}+{n}</f><v>{n + n}</v>") for n in (5, 6, 7)]
    checked = read(cursor, altered(content, GROUPS, *results))
    assert column(checked, "volunteers") == [10, 12, 10, 14]
    assert (checked.ok, told(checked)) == (True, [("cell-formula", "E2 to E3, E5", None)])


def test_formulas_that_show_nothing_below_the_rows_are_no_rows(cursor: Cursor):
    content = groups(set_cells(E6="=5+5"))
    checked = read(cursor, altered(content, GROUPS, ('<c r="E6"><f>5+5</f><v></v>', '<c r="E6" t="str"><f>""</f><v></v>')))
    assert (told(checked), len(column(checked, "name"))) == ([], 4)


def test_a_formula_without_a_value_alone_in_its_row_does_not_vanish(cursor: Cursor):
    assert told(read(cursor, groups(set_cells(E7="=5+5")))) == [("formula-without-value", "E7", None)]


# Errors


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_an_error_is_asked_about_in_any_column(cursor: Cursor, error: str):
    found = told(read(cursor, groups(set_cells(A2=error, B3=error, F4=error, G5=error))))
    assert found == [("cell-error", cell, error) for cell in ("A2", "B3", "F4")]


def test_an_error_in_a_csv_file_is_one_too(cursor: Cursor):
    content = b"neighbourhood,month,name,contact,open,status,volunteers\r\nN01,2024-11,Choir,yes,yes,new,#DIV/0!\r\n"
    assert told(read(cursor, content, "groups.csv")) == [("cell-error", "G2", "#DIV/0!")]


def test_a_name_with_a_number_sign_is_a_name(cursor: Cursor):
    checked = read(cursor, groups(set_cells(A2="#YOGA", A3="#1 Club")))
    assert (told(checked), column(checked, "name")[:2]) == ([], ["#YOGA", "#1 Club"])


# Merged cells


def test_cells_merged_down_one_column_count_for_each_row(cursor: Cursor):
    checked = read(cursor, groups(merge("D2:D4", "C4:C5", D2="new", C4="no")))
    assert (column(checked, "status"), column(checked, "open_to_residents")) == (["new"] * 3 + ["active"], ["yes", "yes", "no", "no"])
    assert (checked.ok, told(checked)) == (True, [("cells-merged-filled", "D3 to D4", None), ("cells-merged-filled", "C5", None)])


def test_a_number_merged_over_several_rows_is_asked_about(cursor: Cursor):
    assert told(read(cursor, groups(merge("E4:E5", E4=7)))) == [("cells-merged-across", "E4 to E5", "7")]


def test_rows_with_nothing_of_their_own_are_part_of_a_tall_one(cursor: Cursor):
    tall = merge(*(f"{letter}5:{letter}7" for letter in "ABCDEFG"), "F8:F20", F8=3)
    checked = read(cursor, groups(tall))
    assert column(checked, "row_number") == [2, 3, 4, 5, 8]
    assert "cells-merged-filled" not in {code for code, *_ in told(checked)}


def test_cells_merged_across_columns_are_asked_about_and_not_called_blank(cursor: Cursor):
    checked = read(cursor, groups(merge("C3:D4", "F5:G5", C3="yes")))
    assert told(checked) == [
        ("cells-merged-across", "C3 to C4", "yes"),
        ("cells-merged-across", "D3 to D4", "yes"),
        ("cells-merged-across", "F5", "100"),
    ]
    assert "C3:D4" in checked.problems[0].message


def test_cells_merged_in_titles_and_headings_or_with_nothing_in_them_do_not_matter(cursor: Cursor):
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(1, 2)
        set_cells(A1="Groups in Quayside")(sheet)
        merge("A1:G2", "A9:F9", "B10:B12")(sheet)

    assert told(read(cursor, groups(change))) == []


def test_a_title_across_the_columns_among_the_rows_is_asked_about(cursor: Cursor):
    found = told(read(cursor, groups(merge("A3:G3", A3="Sports clubs"))))
    assert [code for code, *_ in found] == ["cells-merged-across"] * 6


def test_what_is_kept_behind_merged_cells_is_asked_about(cursor: Cursor):
    """LibreOffice can keep it; openpyxl takes it away, so it is put back."""
    content = altered(groups(merge("E2:E3", E2=10)), GROUPS, ('<c r="F3"', '<c r="E3"><v>15</v></c><c r="F3"'))
    assert told(read(cursor, content)) == [("cells-merged-across", "E2 to E3", "10")]


def test_merged_cells_of_an_upright_sheet(cursor: Cursor):
    answers = survey_workbook("2024", date(2024, 10, 11), [{"q1": "yes"}])
    opened = load_workbook(BytesIO(answers))
    across = list(opened["Wave"].iter_rows(values_only=True))
    sheet = opened.create_sheet("Upright", 0)
    for row in [("About this wave",), *zip(*across, strict=True)]:
        sheet.append(row)
    del opened["Wave"]
    sheet.title = "Wave"
    merge("A1:C1", "B2:C2", "B3:D3")(sheet)  # the title, and wide cells for a value each
    content = BytesIO()
    opened.save(content)
    checked = read(cursor, content.getvalue())
    assert (checked.ok, told(checked)) == (True, [])


# Hidden rows, columns and sheets


def test_hidden_rows_and_columns_are_read_and_named(cursor: Cursor):
    def hide(sheet: Worksheet) -> None:
        for row in (2, 3, 5, 9):
            sheet.row_dimensions[row].hidden = True
        for letter in "BFGH":
            sheet.column_dimensions[letter].hidden = True

    checked = read(cursor, groups(hide))
    assert (checked.ok, told(checked), len(column(checked, "name"))) == (True, [("hidden-cells", None, None)], 4)
    assert "rows 2 to 3, 5; columns B, F." in next(each.message for each in checked.problems if each.code == "hidden-cells")


def test_a_hidden_column_that_is_not_read_or_holds_nothing_does_not_matter(cursor: Cursor):
    def hide(sheet: Worksheet) -> None:
        for row in range(2, 6):
            sheet.cell(row, 6).value = None
        for letter in "FG":
            sheet.column_dimensions[letter].hidden = True

    assert told(read(cursor, groups(hide))) == []


def test_a_hidden_sheet_is_read_and_named(cursor: Cursor):
    def hide(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden"

    (found,) = [each for each in read(cursor, groups(hide)).problems if each.code != "heading-unknown"]
    assert (found.code, found.sheet, found.severity) == ("hidden-cells", "Groups", "warning") and "the whole sheet" in found.message


# Whatever stands in a cell


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40), min_size=6, max_size=6))
def test_any_text_in_any_cell_is_read_or_asked_about(cursor: Cursor, texts: list[str]):
    lines = [["neighbourhood", "month", "name", "contact", "open", "status", "volunteers", "annual_income"], ["N01", "2024-11", *texts]]
    content = StringIO(newline="")
    csv.writer(content, quoting=csv.QUOTE_ALL).writerows(lines)
    assert all(each.message for each in read(cursor, content.getvalue().encode(), "groups.csv").problems)
