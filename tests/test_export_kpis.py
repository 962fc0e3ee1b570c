"""The KPI files, item by item of the guidance on accessible spreadsheets, and safe whatever the data holds."""

import csv
import re
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any, get_args
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from cdmon.exports.kpis import kpis_csv, kpis_workbook
from cdmon.parts.indicators import Indicator
from cdmon.tables.changes import Change
from cdmon.tables.figures import Figure
from cdmon.tables.flows import Flow

nan = float("nan")
ABOUT = {"Programme": "Anytown", "Data as at": "31 October 2026", "Data version": "42", "Notice": "Every figure here is invented."}


def told(value: float, low: float = nan, high: float = nan, n: float = nan, period: str = "", note: str = "") -> Figure:
    return Figure("residents_active", "N01", period, None, value, n=n, n_effective=n, size=n, low=low, high=high, note=note)


AUTUMN_2024 = told(0.07, 0.0462, 0.1046, 300, "Autumn 2024")
AUTUMN_2026 = told(0.12, 0.088, 0.1617, 310, "Autumn 2026")
ROSE = Change(0.05, 0.0028, 0.098)


def kpi(baseline: Figure | None = AUTUMN_2024, latest: Figure | None = AUTUMN_2026, **other: Any) -> dict[str, Any]:
    row = {
        "neighbourhood": "N01",
        "kpi": "people_active",
        "title": "More people active",
        "stage": 2,
        "stage_state": "over",
        "waves": ["first"],
        "kpi_verdict": "1 of 2 better, of 1 nothing can be told",
        "inferred": False,
        "indicator": "residents_active",
        "indicator_title": "Residents who take part in community groups",
        "basis": "state",
        "unit": "share of residents",
        "kind": "proportion",
        "baseline": baseline,
        "latest": latest,
        "change": ROSE,
        "flow": None,
        "verdict": "rose",
        "reached": "",
    }
    return {**row, "target": nan, "target_by": "", "direction": "higher is better", "remark": "", **other}


FRAME = pd.DataFrame([
    kpi(neighbourhood=None, target=0.12, target_by="2026-10", reached="cannot tell"),
    kpi(baseline=replace(AUTUMN_2024, n=40, note="small base")),
    kpi(kind="count", baseline=told(14, period="2024-10"), latest=told(12, period="2026-10"), change=Change(-2), verdict="fell"),
    kpi(latest=None, change=None, verdict="baseline only"),
    kpi(baseline=None, latest=None, change=None, verdict="not collected"),
])  # fmt: skip


WHY = {"Reason": "A mistake in the return", "Explanation": "Two forms were lost.", "When": "3 February 2025, 12:00", "Who": "Ann"}
RESTATED = pd.DataFrame([
    {"Stage": "1", "Neighbourhood": "N01", "Return": "Groups, May 2024", "Figure": "Groups", "Before": "1", "After": "2", **WHY},
])  # fmt: skip


def opened(frame: pd.DataFrame = FRAME, restated: pd.DataFrame = RESTATED) -> Workbook:
    return load_workbook(BytesIO(kpis_workbook(frame, ABOUT, restated)))


def table(workbook: Workbook, row: int) -> dict[str, Any]:
    """One row of the table by heading, the first being row 0."""
    sheet = workbook["KPIs"]
    return dict(zip((cell.value for cell in sheet[3]), (cell.value for cell in sheet[4 + row]), strict=True))


def csv_rows(frame: pd.DataFrame = FRAME) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(kpis_csv(frame).decode("utf-8"), newline="")))


# The guidance, item by item


def test_what_a_design_does_and_what_must_be_known_stand_in_the_row():
    why = "asked online, then by post"
    clustered = replace(AUTUMN_2024, n_effective=300 / 1.24**2)
    frame = pd.DataFrame([kpi(latest=clustered, change=None, verdict="not comparable", remark=why)])
    row = table(opened(frame), 0)
    assert [row[heading] for heading in ("Baseline design", "Latest design", "Remark")] == ["none", "design factor 1.24", why]
    assert row["Change shorthand"] == "[z]"


def test_the_cover_says_how_many_comparisons_there_are_and_what_chance_does():
    cover = " ".join(cell.value for cell in opened()["Cover"]["A"] if cell.value)
    assert "About one in twenty" in cover
    assert "this table makes 2 of them" in cover  # of surveys: the count has no interval


def test_cover_then_notes_then_the_table_then_what_was_restated():
    assert opened().sheetnames == ["Cover", "Notes", "KPIs", "Restatements"]


def test_the_document_has_a_title_and_a_language():
    properties = opened().properties
    assert properties.title == "Progress on key performance indicators"
    assert properties.language == "en-GB"


def test_the_cover_says_what_this_is():
    lines = [cell.value for cell in opened()["Cover"]["A"]]
    assert lines[1:5] == ["Programme: Anytown", "Data as at: 31 October 2026", "Data version: 42", "Notice: Every figure here is invented."]


@pytest.mark.parametrize("name", ["Cover", "Notes", "KPIs", "Restatements"])
def test_each_sheet_is_laid_out_for_everyone(name):
    sheet = opened()[name]
    assert sheet["A1"].style == "Heading 1"
    assert sheet["A2"].value  # a description, above the table
    assert sheet.sheet_view.selection[0].activeCell == "A1"
    assert not sheet.merged_cells.ranges
    assert sheet.freeze_panes is None and not sheet.auto_filter.ref
    assert sheet.sheet_state == "visible" and not any(row.hidden for row in sheet.row_dimensions.values())
    assert not sheet.oddHeader.center.text and not sheet.oddFooter.center.text
    assert not sheet._images and not sheet._charts
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
        assert cell.font.name == "Calibri" and cell.font.sz >= 10
        assert cell.alignment.wrap_text or cell.row < 3


def test_heading_1_is_the_one_that_screen_readers_know():
    with ZipFile(BytesIO(kpis_workbook(FRAME, ABOUT, RESTATED))) as parts:
        assert re.search(rb'<cellStyle [^>]*name="Heading 1"[^>]*builtinId="16"', parts.read("xl/styles.xml"))


def test_the_workbook_opens_on_its_cover():
    assert opened().active.title == "Cover"


@pytest.mark.parametrize(("name", "first_row"), [("Notes", 3), ("KPIs", 3), ("Restatements", 3)])
def test_one_excel_table_a_sheet_hard_against_column_a(name, first_row):
    sheet = opened()[name]
    (found,) = sheet.tables.values()
    assert found.ref == f"A{first_row}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
    assert found.headerRowCount == 1 and found.autoFilter is None
    headings = [cell.value for cell in sheet[first_row]]
    assert [column.name for column in found.tableColumns] == headings
    assert len(set(headings)) == len(headings) and all(headings)
    assert all(any(cell.value is not None for cell in row) for row in sheet.iter_rows(min_row=first_row))


def test_the_notes_explain_every_column_and_all_shorthand():
    workbook = opened()
    explained = {row[0].value for row in workbook["Notes"].iter_rows(min_row=4) if row[1].value}
    assert explained >= {cell.value for cell in workbook["KPIs"][3]}
    used = {cell.value for row in workbook["KPIs"].iter_rows(min_row=4) for cell in row if str(cell.value).startswith("[")}
    assert used == {"[u]", "[x]", "[z]"} and explained >= used | {"[c]", "none"}


# The table


def test_a_row_holds_numbers_as_numbers():
    assert table(opened(), 0) == {
        "Neighbourhood": "Programme", "KPI": "people_active", "Title": "More people active",
        "Stage": 2, "Stage state": "over", "Waves": "first", "KPI verdict": "1 of 2 better, of 1 nothing can be told", "Inferred": "no",
        "Indicator": "residents_active", "Indicator title": "Residents who take part in community groups", "Figure": "state",
        "Unit": "share of residents", "Kind": "proportion", "Direction": "higher is better",
        "Baseline value": 0.07, "Baseline low": 0.0462, "Baseline high": 0.1046, "Baseline n": 300,
        "Baseline design": "none", "Baseline period": "Autumn 2024", "Baseline shorthand": "none",
        "Latest value": 0.12, "Latest low": 0.088, "Latest high": 0.1617, "Latest n": 310,
        "Latest design": "none", "Latest period": "Autumn 2026", "Latest shorthand": "none",
        "Change value": 0.05, "Change low": 0.0028, "Change high": 0.098, "Change shorthand": "none",
        "Total in stage": None, "Months reported": None,
        "Target": 0.12, "Target by": "2026-10", "Target reached": "cannot tell", "Verdict": "rose", "Remark": "none",
    }  # fmt: skip


def test_numbers_are_shown_in_their_unit():
    sheet = opened()["KPIs"]
    formats = [{head.value: cell.number_format for head, cell in zip(sheet[3], sheet[row], strict=True)} for row in (4, 6)]
    headings = ["Baseline value", "Latest high", "Baseline n", "Change value", "Target"]
    assert [formats[0][heading] for heading in headings] == ["0.0%", "0.0%", "#,##0", "+0.0%;-0.0%;0.0%", "0.0%"]
    assert [formats[1][heading] for heading in headings] == ["#,##0", "#,##0", "#,##0", "+#,##0;-#,##0;0", "#,##0"]


def test_a_rating_is_a_whole_level_and_the_notes_say_what_that_is():
    """A judgement of 2 of 4 levels that became 3: a level more."""
    levels = {"baseline": told(2, period="2024-10"), "latest": told(3, period="2026-09")}
    rating = kpi(**levels, kind="rating", unit="level of 4", change=Change(1), target=4)
    workbook = opened(pd.DataFrame([rating]))
    cells = dict(zip((cell.value for cell in workbook["KPIs"][3]), workbook["KPIs"][4], strict=True))
    shown = {heading: (cells[heading].value, cells[heading].number_format) for heading in ("Baseline value", "Change value", "Target")}
    assert shown == {"Baseline value": (2, "0"), "Change value": (1, "+0;-0;0"), "Target": (4, "0")}
    notes = {row[0].value: row[1].value for row in workbook["Notes"].iter_rows(min_row=4)}
    assert "rating (a judgement on 4 levels in words, of which 1 is the lowest: how far apart they are is not known)" in notes["Kind"]
    assert "of ratings, in levels" in notes["Change value"]


@pytest.mark.parametrize("kind", get_args(Indicator.model_fields["kind"].annotation))
def test_every_kind_of_figure_is_in_the_notes_and_has_a_number_format(kind):
    workbook = opened(pd.DataFrame([kpi(kind=kind)]))
    (meaning,) = (row[1].value for row in workbook["Notes"].iter_rows(min_row=4) if row[0].value == "Kind")
    assert kind in re.findall("[a-z]+", meaning)
    cells = dict(zip((cell.value for cell in workbook["KPIs"][3]), workbook["KPIs"][4], strict=True))
    assert "General" not in [cells[heading].number_format for heading in ("Baseline value", "Latest high", "Change low", "Target")]


@pytest.mark.parametrize(
    ("row", "baseline", "latest", "change", "target_by"),  # shorthand beside the numbers
    [
        (0, "none", "none", "none", "2026-10"),
        (1, "[u]", "none", "[u]", "[z]"),
        (2, "none", "none", "none", "[z]"),
        (3, "none", "[x]", "[z]", "[z]"),
        (4, "[x]", "[x]", "[z]", "[z]"),
    ],
)
def test_shorthand_stands_beside_the_numbers_never_in_their_cells(row, baseline, latest, change, target_by):
    found = table(opened(), row)
    assert [found[f"{figure} shorthand"] for figure in ("Baseline", "Latest", "Change")] == [baseline, latest, change]
    assert found["Target by"] == target_by
    numbers = [value for heading, value in found.items() if heading.split()[-1] in ("value", "low", "high", "n", "Target")]
    assert all(value is None or isinstance(value, int | float) for value in numbers)


def test_an_empty_table_is_still_a_table():
    (found,) = opened(FRAME.iloc[:0])["KPIs"].tables.values()
    assert found.ref == "A3:AM4"


def test_restatements_are_printed_with_both_figures_and_the_reason():
    sheet = opened()["Restatements"]
    assert [cell.value for cell in sheet[3]] == list(RESTATED.columns)
    assert [cell.value for cell in sheet[4]] == RESTATED.iloc[0].tolist()


def test_without_restatements_the_sheet_says_so():
    sheet = opened(restated=RESTATED.iloc[:0])["Restatements"]
    assert sheet["A2"].value.startswith("No figure of a stage that is over has been corrected")
    assert sheet.tables["restatements"].ref == "A3:J4"


def test_a_flow_has_its_total_and_its_months():
    row = table(opened(pd.DataFrame([kpi(kind="count", flow=Flow(265, 30))])), 0)
    assert (row["Total in stage"], row["Months reported"]) == (265, 30)


def test_csv_has_the_same_table_under_plain_names():
    first = b"neighbourhood,kpi,title,stage,stage_state,waves,kpi_verdict,inferred,indicator,indicator_title,figure,unit,kind,direction,"
    assert kpis_csv(FRAME).startswith(first + b"baseline_value,baseline_low,")
    rows = csv_rows()
    assert [len(rows), rows[0]["neighbourhood"], rows[0]["change_value"], rows[2]["change_value"]] == [5, "Programme", "0.05", "-2"]
    assert [rows[2]["baseline_value"], rows[2]["baseline_low"], rows[4]["baseline_shorthand"]] == ["14", "", "[x]"]


def test_csv_is_utf_8():
    assert "Café – £5" in kpis_csv(pd.DataFrame([kpi(title="Café – £5")])).decode("utf-8")


def test_csv_numbers_have_no_binary_noise():
    assert csv_rows(pd.DataFrame([kpi(change=Change(36 / 300 - 21 / 300))]))[0]["change_value"] == "0.05"


# Hostile text and hidden figures

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "#N/A", '=HYPERLINK("http://example.org")']


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula_in_the_workbook(text):
    workbook = opened(pd.DataFrame([kpi(title=text, neighbourhood=text)]))
    for cell in (workbook["KPIs"]["A4"], workbook["KPIs"]["C4"]):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_no_cell_of_the_workbook_is_a_formula():
    with ZipFile(
        BytesIO(kpis_workbook(pd.DataFrame([kpi(title=text) for text in HOSTILE]), {"=1+1": "=1+1"}, RESTATED.map(lambda _: "=1+1")))
    ) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets/" in name)


@pytest.mark.parametrize("text", [*[text for text in HOSTILE if text != "#N/A"], "\r=1+1"])
def test_text_never_becomes_a_formula_in_csv(text):
    assert csv_rows(pd.DataFrame([kpi(title=text)]))[0]["title"] == "'" + text


def test_control_characters_do_not_stop_the_export():
    assert table(opened(pd.DataFrame([kpi(title="More\x00 people\x1f")])), 0)["Title"] == "More people"


@pytest.mark.parametrize("side", ["baseline", "latest"])
def test_a_hidden_figure_leaves_no_number_anywhere(side):
    hidden = told(3.25, 0.125, 9.5, 11.5, "Autumn 2024", "hidden")
    frame = pd.DataFrame([kpi(**{side: hidden}, kind="count", change=Change(8.75, 7.75, 6.75))])
    with ZipFile(BytesIO(kpis_workbook(frame, ABOUT, RESTATED))) as parts:
        content = b"".join(parts.read(name) for name in parts.namelist() if "worksheets/" in name or "sharedStrings" in name)
    for secret in ("3.25", "0.125", "9.5", "11.5", "8.75", "7.75", "6.75"):
        assert f">{secret}<".encode() not in content
        assert secret not in csv_rows(frame)[0].values()
    found = table(opened(frame), 0)
    assert [found[f"{side.capitalize()} shorthand"], found["Change shorthand"], found["Change value"]] == ["[c]", "[c]", None]
