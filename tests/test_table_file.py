"""The files of tables: workbooks by the guidance on accessible spreadsheets, item by item; the same numbers in each."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import duckdb
import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cdmon.database import Cursor, Database, open_database
from cdmon.definitions import load
from cdmon.exports.accessible import HEADER_ROW, accessible_workbook
from cdmon.exports.sheets import number_format
from cdmon.exports.table_file import ENDINGS, data_dictionary, file_name, table_file
from cdmon.exports.tidy import EXPORTS, Filters, tidied
from cdmon.parts.indicators import Indicator
from cdmon.refusal import Refusal
from cdmon.tables.known import Known
from tests.conftest import send
from tests.hostile import HOSTILE
from tests.workbooks import evidence_workbook, programme_workbook
from tests.worked_example import worked_example

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "#N/A",
    '=HYPERLINK("http://example.org")',
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    *HOSTILE,
]
BEFORE = ["Cover", "Contents", "Notes"]
OF_KPIS = [*BEFORE, "Summary", "Indicators", "Verdicts", "First figures", "Last figures", "Changes and targets", "Restatements"]


@pytest.fixture(scope="module")
def store(filled) -> Iterator[Database]:
    """The worked example, in which every kind of figure stands."""
    database = open_database(str(filled(worked_example)))
    yield database
    database.close()


@pytest.fixture(scope="module")
def contents(store) -> dict[str, bytes]:
    """The workbook of every table."""
    return {name: table_file(store, name, ".xlsx") for name in EXPORTS}


@pytest.fixture(scope="module")
def workbooks(contents) -> dict[str, Workbook]:
    return {name: load_workbook(BytesIO(content)) for name, content in contents.items()}


def told(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8"), newline="")))


def texts(workbook: Workbook) -> Iterator[Cell]:
    """Every cell of a workbook that holds anything."""
    return (cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None)


def widths_of(sheet: Worksheet) -> list[float]:
    """The width of each column; openpyxl reads a run of columns of one width as the first of them."""
    columns = sorted(sheet.column_dimensions.values(), key=lambda column: column.min)
    return [column.width for column in columns for _ in range(column.min, column.max + 1)]


# The guidance, item by item


def test_cover_contents_and_notes_come_before_the_tables(workbooks):
    assert workbooks["kpis"].sheetnames == OF_KPIS
    for name, workbook in workbooks.items():
        sheets = [sheet.title for sheet in load().exports[name].sheets]
        assert workbook.sheetnames[:3] == BEFORE and [each for each in workbook.sheetnames if each in sheets] == sheets
        assert workbook.active.title == "Cover"


@pytest.mark.parametrize("name", EXPORTS)
def test_a_workbook_has_a_title_a_language_and_tabs_of_different_names(workbooks, name):
    workbook = workbooks[name]
    assert (workbook.properties.title, workbook.properties.language) == (load().exports[name].title, "en-GB")
    assert len(set(workbook.sheetnames)) == len(workbook.sheetnames)
    assert all(len(each) <= 31 for each in workbook.sheetnames)


@pytest.mark.parametrize("name", EXPORTS)
def test_each_sheet_is_laid_out_for_everyone(workbooks, name):
    for sheet in workbooks[name]:
        assert sheet["A1"].style == "Heading 1" and sheet["A1"].value
        assert sheet["A2"].value  # a description, above the table
        assert sheet.sheet_view.selection[0].activeCell == "A1"
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes is None and not sheet.auto_filter.ref
        assert sheet.sheet_state == "visible" and not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not sheet.oddHeader.center.text and not sheet.oddFooter.center.text
        assert not sheet._images and not sheet._charts
    for cell in texts(workbooks[name]):
        assert (cell.font.name, cell.font.sz >= 10) == ("Arial", True)
        assert cell.alignment.wrap_text or cell.row < HEADER_ROW


def test_heading_1_is_the_one_that_screen_readers_know(contents):
    with ZipFile(BytesIO(contents["kpis"])) as parts:
        assert re.search(rb'<cellStyle [^>]*name="Heading 1"[^>]*builtinId="16"', parts.read("xl/styles.xml"))


@pytest.mark.parametrize("name", EXPORTS)
def test_one_excel_table_a_sheet_hard_against_column_a(workbooks, name):
    names = set()
    for sheet in workbooks[name].worksheets[1:]:
        (found,) = sheet.tables.values()
        names.add(found.displayName)
        assert found.ref == f"A{HEADER_ROW}:{sheet.cell(max(sheet.max_row, HEADER_ROW + 1), sheet.max_column).coordinate}"
        assert found.headerRowCount == 1 and found.autoFilter is None
        headings = [cell.value for cell in sheet[HEADER_ROW]]
        assert [column.name for column in found.tableColumns] == headings
        assert len(set(headings)) == len(headings) and all(headings)
        if len(list(sheet.iter_rows())) > HEADER_ROW + 1:
            assert all(any(cell.value is not None for cell in row) for row in sheet.iter_rows(min_row=HEADER_ROW))
    assert len(names) == len(workbooks[name].sheetnames) - 1


@pytest.mark.parametrize("name", EXPORTS)
def test_a_sheet_prints_across_a4_as_wide_as_the_page_with_its_headings_on_each(workbooks, name):
    for sheet in workbooks[name]:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth) == ("landscape", 9, 1)  # 9 is A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert setup.fitToHeight == (1 if sheet.title == "Summary" else 0)
        assert sheet.print_title_rows == ("$3:$3" if sheet.title != "Cover" else None)


@pytest.mark.parametrize("name", EXPORTS)
def test_no_table_is_so_wide_that_it_cannot_be_read_on_paper(workbooks, name):
    """Two hundred letters of 10 points across are shown on A4 at about two thirds: as those of 7 points."""
    for sheet in workbooks[name]:
        assert sum(widths_of(sheet)) <= 200, sheet.title


def test_a_row_is_as_tall_as_its_wrapped_text(workbooks):
    rows = 0
    for sheet in workbooks["kpis"].worksheets[2:]:
        widths = widths_of(sheet)
        for row in (row for row in sheet.iter_rows(min_row=HEADER_ROW) if row[0].value is not None):  # a table may have no rows
            least = max(
                len(cell.value) / (width * 1.3) if isinstance(cell.value, str) else 1 for cell, width in zip(row, widths, strict=True)
            )
            assert sheet.row_dimensions[row[0].row].height >= 13 * least
            rows += least > 1
    assert rows > 20


def test_the_contents_list_every_sheet_after_them_with_its_rows_as_a_link(workbooks):
    for workbook in workbooks.values():
        sheet = workbook["Contents"]
        listed = list(sheet.iter_rows(min_row=HEADER_ROW + 1, max_col=3))
        assert [row[0].value for row in listed] == workbook.sheetnames[2:]
        assert [row[0].hyperlink.location for row in listed] == [f"'{name}'!A1" for name in workbook.sheetnames[2:]]
        for row in listed:
            assert row[2].value in (workbook[row[0].value].max_row - HEADER_ROW, 0)


def test_the_cover_says_whose_figures_of_what_time_and_state_of_the_store_these_are(workbooks, store):
    lines = [cell.value for cell in workbooks["kpis"]["Cover"]["A"]]
    assert lines[:3] == ["Progress on key performance indicators", "What this is: Progress on key performance indicators", lines[2]]
    assert f"Data version: {store.data_version()}" in lines
    assert any(line.startswith("Period: 1 May 2024 to ") for line in lines)


def test_the_notes_say_how_numbers_are_hidden_and_explain_columns_shorthand_and_indicators(workbooks):
    rows = [[cell.value for cell in row] for row in workbooks["kpis"]["Notes"].iter_rows(min_row=HEADER_ROW + 1)]
    explained = {term for _, term, meaning in rows if meaning}
    headings = {cell.value for sheet in workbooks["kpis"].worksheets[4:-1] for cell in sheet[HEADER_ROW]}
    used = {mark for cell in texts(workbooks["kpis"]) for mark in re.findall(r"\[[a-z]\]", str(cell.value))}
    assert explained >= headings | used | {"Small numbers", "Intervals", "Changes", "Sources"}
    assert "up to 4" in next(meaning for _, term, meaning in rows if term == "Small numbers")
    titles = {f"{load().indicators[code].title} ({code})" for kpi in load().kpis.values() for code in kpi.indicators}
    assert explained >= titles


def test_the_summary_has_seven_columns_and_is_of_the_programme(workbooks, store):
    sheet = workbooks["kpis"]["Summary"]
    assert sheet.max_column == 7
    with store.cursor() as cursor:
        frame, _ = tidied(Known.in_view(cursor), "kpis", Filters())
    of_programme = frame[frame["neighbourhood"].isna()].groupby(["stage", "kpi"]).ngroups
    assert sheet.max_row - HEADER_ROW == of_programme


def test_what_is_narrowed_says_so_on_its_cover_and_is_summed_up_by_itself(store):
    workbook = load_workbook(BytesIO(table_file(store, "factors", ".xlsx", Filters(neighbourhood="N02", factor=1))))
    assert "Narrowed to: neighbourhood N02, factor 1" in [cell.value for cell in workbook["Cover"]["A"]]
    assert workbook["Summary"].max_row == HEADER_ROW + 1  # the one headline
    assert {cell.value for cell in workbook["Verdicts"]["A"][HEADER_ROW:]} == {"N02"}


def test_neighbourhoods_that_have_not_begun_are_left_out_with_a_note(database):
    send(database, programme_workbook([("N01", "Quayside", 6000, "first"), ("N02", "Hill Top", 4000, "third")]))
    cover = [cell.value for cell in load_workbook(BytesIO(table_file(database, "kpis", ".xlsx")))["Cover"]["A"]]
    assert any(line.startswith("Left out: 1 neighbourhood has not begun") and "N02" in line for line in cover)


def test_provisional_figures_are_said_to_be_on_the_cover(store):
    cover = load_workbook(BytesIO(table_file(store, "kpis", ".xlsx", provisional=True)))["Cover"]["A"]
    assert any(cell.value.startswith("Provisional: ") for cell in cover)


@pytest.mark.parametrize("kind", Indicator.model_fields["kind"].annotation.__args__)
def test_every_kind_of_figure_has_a_number_format(kind):
    columns = {column.name: column for column in load().exports["kpis"].columns}
    assert "General" not in [number_format(columns[name], kind) for name in ("baseline_value", "latest_high", "change_low", "target")]


def test_numbers_are_shown_in_their_unit():
    columns = {column.name: column for column in load().exports["kpis"].columns}
    names = ["baseline_value", "baseline_n", "change_value", "stage", "baseline_date", "verdict"]
    assert [number_format(columns[name], "proportion") for name in names] == [
        "0.0%", "#,##0", "+0.0%;-0.0%;0.0%", "#,##0", "yyyy-mm-dd", "General",
    ]  # fmt: skip
    assert number_format(columns["baseline_value"], "rate") == "0.0"


# The same numbers in each kind of file


def of_sheets(workbook: Workbook, name: str) -> list[dict[str, Any]]:
    """The rows of a table put together again from the sheets of its workbook that hold every row."""
    table = load().exports[name]
    rows: list[dict[str, Any]] = []
    for sheet in table.sheets:
        if sheet.distinct:
            continue
        found = workbook[sheet.title].iter_rows(min_row=HEADER_ROW + 1, values_only=True)
        parts = [dict(zip(sheet.columns, row, strict=True)) for row in found]
        rows = [row | part for row, part in zip(rows, parts, strict=True)] if rows else parts
    return rows


def same(one: Any, other: Any) -> bool:
    """Whether two cells say the same: numbers to ten digits, as CSV has them, and nothing where there is none."""
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return f"{one:.10g}" == f"{other:.10g}"
    return str(one)[:10] == str(other)[:10] if isinstance(one, date) or isinstance(other, date) else one == other


@pytest.mark.parametrize("name", ["kpis", "factors", "milestones", "board"])
def test_every_number_is_the_same_in_the_table_the_workbook_the_csv_and_parquet(store, workbooks, tmp_path, name):
    with store.cursor() as cursor:
        _, frame = tidied(Known.in_view(cursor), name, Filters())
    (tmp_path / "table.parquet").write_bytes(table_file(store, name, ".parquet"))
    parquet = duckdb.sql(f"FROM '{tmp_path}/table.parquet'").fetchall()
    lines, cells = told(table_file(store, name, ".csv")), of_sheets(workbooks[name], name)
    assert len(frame) == len(parquet) == len(lines) == len(cells) > 0
    numbers = 0
    types = {column.name: column.type for column in load().exports[name].columns}
    for row, stored, line, shown in zip(frame.to_dict("records"), parquet, lines, cells, strict=True):
        assert all(same(one, other) for one, other in zip(row.values(), stored, strict=True))
        for column, value in row.items():
            if types[column] in ("number", "integer"):
                assert same(value, float(line[column]) if line[column] else None), column
                numbers += not pd.isna(value)
            elif types[column] != "day":
                assert (value or "") == line[column].removeprefix("'") or value == line[column]
            if column in shown:
                assert same(value, shown[column]), column
    assert numbers > 50 or name in ("milestones", "board")


def test_parquet_has_the_types_of_the_dictionary(store, tmp_path):
    for name in EXPORTS:
        (tmp_path / "table.parquet").write_bytes(table_file(store, name, ".parquet"))
        kinds = {"VARCHAR": ("text", "month"), "BIGINT": ("integer",), "DOUBLE": ("number",), "DATE": ("day",)}
        found = duckdb.sql(f"DESCRIBE FROM '{tmp_path}/table.parquet'").fetchall()
        for column, (heading, kind, *_) in zip(load().exports[name].columns, found, strict=True):
            assert heading == column.name and column.type in kinds[kind]


def test_csv_is_utf_8_under_plain_names_without_binary_noise(store):
    content = table_file(store, "kpis", ".csv")
    assert content.startswith(b"neighbourhood,kpi,title,stage,stage_state,waves,kpi_verdict,inferred,factor,indicator,")
    values = [line["change_value"] for line in told(content) if line["change_value"]]
    assert values and all(len(value) < 16 for value in values)


@pytest.mark.parametrize("name", EXPORTS)
def test_the_data_dictionary_beside_a_csv_names_each_of_its_columns(store, name):
    headings = next(csv.reader(StringIO(table_file(store, name, ".csv").decode())))
    assert [row["name"] for row in told(data_dictionary(name))] == headings


@pytest.mark.parametrize("ending", ["", ".pdf", ".xls"])
def test_any_other_kind_of_file_is_refused(store, ending):
    with pytest.raises(Refusal, match=r"ends in \.xlsx, \.csv, \.parquet"):
        table_file(store, "kpis", ending)


def test_a_store_without_a_programme_has_nothing_to_take_away(database):
    for ending in ENDINGS:
        with pytest.raises(Refusal, match="No programme"):
            table_file(database, "kpis", ending)


# Hostile texts, and names of files


@pytest.fixture(scope="module")
def hostile(filled) -> Iterator[Database]:
    """A programme of a hostile name, with an effect in each of the words that a program might run."""
    database = open_database(str(filled(with_formulas)))
    yield database
    database.close()


def with_formulas(database: Database) -> None:
    """As they are in the store: a workbook that is sent would hold some of them as formulas."""
    send(database, programme_workbook())
    send(database, evidence_workbook("2025-05", [{"effect": "none", "intended": "intended"} for _ in FORMULAS]))

    def put(cursor: Cursor) -> None:
        cursor.execute("UPDATE programme SET name = '=1+1'")
        for number, text in enumerate(FORMULAS, start=1):
            cursor.execute("UPDATE evidence SET what = ?, group_name = ? WHERE what = ?", [text, text, f"Seen {number}"])

    database.write(put)


def test_text_of_a_return_is_never_a_formula_or_a_link_in_a_workbook(hostile):
    content = table_file(hostile, "effects", ".xlsx")
    with ZipFile(BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) or b"<f " in parts.read(name) for name in parts.namelist() if "worksheets/" in name)
    workbook = load_workbook(BytesIO(content))
    found = {cell.value for cell in workbook["Effects"]["D"]}
    assert found >= set(FORMULAS)
    for cell in texts(workbook):
        assert cell.hyperlink is None or cell.parent.title == "Contents"
        if isinstance(cell.value, str):
            assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_text_of_a_return_is_never_a_formula_in_csv(hostile):
    told_ = [line["what"] for line in told(table_file(hostile, "effects", ".csv"))]
    assert {"'=1+1", "'+1", "'-1", "'@SUM(A1)", "'＝1+1", "'＋1", "'－1", "'＠SUM(A1)"} <= set(told_)


def test_parquet_holds_texts_as_they_are(hostile, tmp_path):
    (tmp_path / "table.parquet").write_bytes(table_file(hostile, "effects", ".parquet"))
    assert ("=1+1",) in duckdb.sql(f"SELECT what FROM '{tmp_path}/table.parquet'").fetchall()


def test_control_characters_do_not_stop_a_workbook():
    from cdmon.exports.accessible import Leaf

    leaf = Leaf("Table", "A\x00 title", "About\x1f it", pd.DataFrame({"A": ["More\x00 people\x1f", "\t=1+1"]}))
    sheet = load_workbook(BytesIO(accessible_workbook("T\x00", {"=1+1": "=1+1"}, [leaf])))["Table"]
    assert [cell.value for cell in sheet["A"]] == ["A title", "About it", "A", "More people", "\t=1+1"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Anytown", "anytown-kpis-2026-10-31.xlsx"),
        ("../../etc/passwd", "etc-passwd-kpis-2026-10-31.xlsx"),
        ('=1+1 "x" <b>|*?:', "1-1-x-b-kpis-2026-10-31.xlsx"),
        ("健康", "programme-kpis-2026-10-31.xlsx"),
    ],
)
def test_a_file_is_named_by_programme_content_and_day(store, name, expected):
    from dataclasses import replace

    with store.cursor() as cursor:
        current = replace(Known(cursor).programme, name=name)
    assert file_name(current, date(2026, 10, 31), "KPIs", ".xlsx") == expected
