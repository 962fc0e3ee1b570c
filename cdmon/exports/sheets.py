"""The sheets of a table that leaves as a workbook: its notes, a summary where it has one, and its columns by what they are about."""

from collections.abc import Callable

import pandas as pd

from cdmon.definitions import load
from cdmon.exports.accessible import Leaf
from cdmon.parts.exports import Export, ExportColumn, ExportSheet
from cdmon.tables.cells import baseline_cell, change_cell
from cdmon.tables.changes import comparisons
from cdmon.tables.factors import read_factors
from cdmon.tables.known import Known
from cdmon.tables.kpis import by_kpi, kpi_now_cell, targets_cell, title_cell
from cdmon.tables.restatements import read_restatements, restatements

NOTES, RESTATED = [16, 26, 100], [7, 13, 20, 26, 28, 28, 18, 32, 16, 12]  # widths
NUMBER_FORMATS = {"proportion": "0.0%", "share": "0.0%", "count": "#,##0", "rate": "0.0", "rating": "0"}
CHANGE_FORMATS = {
    "proportion": "+0.0%;-0.0%;0.0%",
    "share": "+0.0%;-0.0%;0.0%",
    "count": "+#,##0;-#,##0;0",
    "rate": "+0.0;-0.0;0.0",
    "rating": "+0;-0;0",
}
FORMATS = {"integer": "#,##0", "day": "yyyy-mm-dd", "text": "General", "month": "General"}
IN_PER_CENT = ("detectable",)  # a number that is a share whatever the row's kind is
SAMPLE_SIZES = ("baseline_n", "latest_n")
ON_THE_SUMMARY = "It is of the programme where the file holds it, as people read it; the sheets that follow hold every number."


def sheets_of(known: Known, table: Export, frame: pd.DataFrame, tidy: pd.DataFrame) -> list[Leaf]:
    """Return the sheets of a table: Notes, Summary, its columns sheet by sheet and, where it has figures, Restatements.

    `frame` holds its rows as the table function gave them, `tidy` as they leave.
    """
    of_figures = table.code in SUMMARIES
    summary = [summary_of(table, frame)] if of_figures else []
    restated = [restated_leaf(known)] if of_figures else []
    return [notes(known, table, frame), *summary, *(data_leaf(table, sheet, tidy) for sheet in table.sheets), *restated]


def notes(known: Known, table: Export, frame: pd.DataFrame) -> Leaf:
    """Return the sheet Notes: how numbers are made and hidden, the shorthand, each column and, of figures, each indicator."""
    rows = [("Column", column.heading, column.meaning) for column in table.columns]
    if table.code in SUMMARIES:
        rule = known.small_numbers
        told = {"small_counts": rule.small_counts, "small_base": rule.small_base, "comparisons": comparisons(frame["change"])}
        general = [("Method", note.code, note.title.format(**told)) for note in load().export_notes.values()]
        marks = [("Shorthand", each.code, each.title) for each in load().shorthand.values()]
        rows = [*general, *marks, *rows, *(("Indicator", *told_of(known, code)) for code in frame["indicator"].unique())]
    about = "This sheet holds one table: how numbers are made and hidden, and what shorthand, columns and indicators mean."
    return Leaf("Notes", "Notes", about, pd.DataFrame(rows, columns=["About", "Term", "Meaning"]), NOTES)


def told_of(known: Known, code: str) -> tuple[str, str]:
    """Return an indicator's title, and what it counts, what it cannot tell and where it comes from."""
    indicator = known.definitions.indicators[code]
    source = known.definitions.datasets[indicator.dataset].title
    parts = [indicator.counts, f"It cannot tell: {indicator.cannot_tell}" if indicator.cannot_tell else "", f"From: {source}."]
    return f"{indicator.title} ({code})", " ".join(part for part in parts if part) + f" Version {indicator.version} of the definition."


def summary_of(table: Export, frame: pd.DataFrame) -> Leaf:
    """Return the sheet Summary of a table of figures, which prints on one page: of the programme, or of the places that were asked for."""
    whole = frame[frame["neighbourhood"].isna()]
    read, widths = SUMMARIES[table.code]
    rows = read(frame if whole.empty else whole)
    return Leaf("Summary", f"{table.title}: summary", f"This sheet holds one table. {ON_THE_SUMMARY}", rows, widths, on_one_page=True)


def kpi_summary(frame: pd.DataFrame) -> pd.DataFrame:
    """Return KPIs as people read them in seven columns, one line a KPI and stage, with the figures of the indicator that leads it."""
    lines = [
        {
            "Stage": str(lead["stage"]),
            "KPI, and the indicator that leads it": f"{title_cell(lead)}: {lead['indicator_title']}",
            "First figure": baseline_cell(lead),
            "Last figure": kpi_now_cell(lead),
            "Change": change_cell(lead),
            "All its indicators show": lead["kpi_verdict"],
            "Target": targets_cell(rows),
        }
        for rows in by_kpi(frame)
        for lead in rows[:1]
    ]
    headings = [
        "Stage",
        "KPI, and the indicator that leads it",
        "First figure",
        "Last figure",
        "Change",
        "All its indicators show",
        "Target",
    ]
    return pd.DataFrame(lines, columns=headings)


def factor_summary(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the headlines of the six factors as people read them."""
    return read_factors(frame[frame["line"] == "headline"])


SUMMARIES: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], list[int]]] = {
    "kpis": (kpi_summary, [7, 36, 30, 34, 24, 36, 16]),
    "factors": (factor_summary, [24, 30, 30, 34, 24, 18, 24]),
}


def data_leaf(table: Export, sheet: ExportSheet, tidy: pd.DataFrame) -> Leaf:
    """Return a sheet with some of a table's columns; what is the same in many rows stands once where the sheet says so."""
    columns = {column.name: column for column in table.columns}
    own = [columns[name] for name in sheet.columns]
    rows = tidy.drop_duplicates(sheet.columns) if sheet.distinct else tidy
    each = "what is the same everywhere, once" if sheet.distinct else table.one_row
    about = f"This sheet holds one table: {each}. The sheet Notes explains its columns and any shorthand in square brackets."
    kinds = rows["kind"] if "kind" in rows else [""] * len(rows)
    formats = [[number_format(column, kind) for column in own] for kind in kinds]
    named = rows[sheet.columns].set_axis([column.heading for column in own], axis="columns")
    return Leaf(sheet.title, f"{table.title}: {sheet.title.lower()}", about, named, [column.width for column in own], formats)


def number_format(column: ExportColumn, kind: str) -> str:
    """Return how a spreadsheet is to show the cells of a column in a row of this kind."""
    if column.name in IN_PER_CENT:
        return NUMBER_FORMATS["share"]
    if column.type != "number" or column.name in SAMPLE_SIZES:
        return FORMATS.get(column.type, "#,##0")
    return (CHANGE_FORMATS if column.name.startswith("change") else NUMBER_FORMATS).get(kind, "General")


def restated_leaf(known: Known) -> Leaf:
    """Return the sheet of the corrections to stages that were over."""
    rows = read_restatements(restatements(known))
    about = "This sheet holds one table: one row a figure of any indicator that a correction changed after its stage was over."
    if rows.empty:
        about = "No figure of a stage that is over has been corrected, so that this sheet holds a table without rows."
    return Leaf("Restatements", "Restatements", about, rows, RESTATED)
