"""The KPI table as an accessible workbook, by the UK Analysis Function's guidance on spreadsheets, and as CSV."""

from collections.abc import Hashable, Mapping
from datetime import date
from io import BytesIO
from math import nan
from typing import Any

import pandas as pd

from cdmon.database import Database
from cdmon.disclosure import SMALL
from cdmon.exports.accessible import HEADER_ROW, accessible_workbook, add_sheet, write, write_table
from cdmon.exports.safe_csv import safe_csv
from cdmon.parts.indicators import RATING_LEVELS
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.cells import design_cell
from cdmon.tables.changes import comparisons
from cdmon.tables.figures import Figure
from cdmon.tables.known import Known, programme_of
from cdmon.tables.kpis import kpis
from cdmon.tables.later import later
from cdmon.tables.modes import modes_listed
from cdmon.tables.restatements import read_restatements, restatements
from cdmon.wording import ROUNDED, day, given

TITLE = "Progress on key performance indicators"
SHORTHAND = {
    "[c]": "Confidential: the number is hidden because it counts few people or would give away one that does.",
    "[p]": "Provisional: the number rests on a return that nobody has accepted yet. Such numbers are in the file only where asked for.",
    "[u]": "Low reliability: the number rests on few people.",
    "[x]": "Not available: no number has been collected.",
    "[z]": "Not applicable: there are not two numbers to compare, or no target or no date for it is set.",
    "none": "There is nothing to say about the numbers beside it.",
}
FIGURE = {
    "value": "A share is a fraction of 1, shown as a percentage. Blank where the shorthand says [c] or [x].",
    "low": "Lower end of the 95% interval. Blank also where there is no interval, as for a count.",
    "high": "Upper end of the 95% interval. Blank also where there is no interval, as for a count.",
    "n": "How many people or organisations the number rests on. Blank also where it rests on no sample.",
    "design": "By how much the sample's design widens the interval; none where it does not.",
    "period": "The survey round or the month (year-month), or shorthand.",
    "shorthand": "What there is to know about the numbers before it.",
}
# Every column of the table and what it holds. The CSV file's name for it is the same in small letters, with _ for spaces.
COLUMNS = {
    "Neighbourhood": "The neighbourhood's code, or Programme for all of them together.",
    "KPI": "The code of the key performance indicator.",
    "Title": "What is hoped for.",
    "Stage": "The number of the stage over which all numbers of the row are measured; what came after it changes none of them.",
    "Stage state": "under way, or over.",
    "Waves": "The waves of neighbourhoods that the stage concerns. A row of the programme is of these together.",
    "KPI verdict": "How many of its indicators went the way hoped for, and which the other way. Nothing is averaged.",
    "Inferred": "yes where the model contract has no such key performance indicator.",
    "Indicator": "The code of the indicator of it that the rest of the row is about.",
    "Indicator title": "What the indicator counts.",
    "Figure": "state (how things stand), per period (what happens in up to twelve months) or cumulative (all that happened in the stage).",
    "Unit": "What the numbers count.",
    "Kind": "proportion (of a sample), share (of all there are, counted in full), count, rate (per 1,000 residents) or rating (a judgement "
    f"on {RATING_LEVELS} levels in words, of which 1 is the lowest: how far apart they are is not known).",
    "Direction": "Which way is better.",
    **{f"Baseline {part}": f"First figure. {meaning}" for part, meaning in FIGURE.items()},
    **{f"Latest {part}": f"Last figure. {meaning}" for part, meaning in FIGURE.items()},
    "Change value": "Last figure less first; of shares, in percentage points, of ratings, in levels. "
    "Blank where the shorthand says [c] or [z].",
    "Change low": "Lower end of the 95% interval of the change. Blank also where there is no interval, as for a count.",
    "Change high": "Upper end of the 95% interval of the change. Blank also where there is no interval, as for a count.",
    "Change shorthand": "What there is to know about the change.",
    "Total in stage": "Of what happens month by month: all that was reported in the stage. Blank where it is no such count.",
    "Months reported": "In how many months. Blank where there is no total.",
    "Target": "Blank where none is set. Of what happens month by month it is for twelve months, or for the stage where it is cumulative.",
    "Target by": "The month by which the target is to be reached, or shorthand.",
    "Target reached": "Whether it is reached, as far as the interval of the last figure tells, or shorthand.",
    "Verdict": "What the change shows.",
    "Remark": "What else must be known of the two numbers: why they may not be compared, or that too few people were asked.",
}
NUMBER_FORMATS = {"proportion": "0.0%", "share": "0.0%", "count": "#,##0", "rate": "0.0", "rating": "0"}
CHANGE_FORMATS = {
    "proportion": "+0.0%;-0.0%;0.0%",
    "share": "+0.0%;-0.0%;0.0%",
    "count": "+#,##0;-#,##0;0",
    "rate": "+0.0;-0.0;0.0",
    "rating": "+0;-0;0",
}
WIDE = ("Title", "Indicator title", "KPI verdict")
RESTATED = [8, 16, 26, 40, 40, 40, 26, 50, 24, 18]  # widths of the columns of the sheet Restatements

Row = Mapping[Hashable, Any]


def export_kpis(database: Database, ending: str, as_at: date | None = None, provisional: bool = False) -> bytes:
    """Return the KPI export of the programme and every neighbourhood as a file of this ending, .xlsx or .csv.

    With `provisional` it counts returns that nobody has accepted yet, as the page of KPIs then does. Refusal for another ending or a store
    without a programme.
    """
    if ending not in (".xlsx", ".csv"):
        raise Refusal(f"The KPI export is an .xlsx or a .csv file, not {ending or 'a file without an ending'}.")
    with database.cursor() as cursor:
        allow(cursor, "export")
        known = Known.in_view(cursor, as_at, provisional)
        in_mode = modes_listed(known)
        programme, frame, restated, since = programme_of(known), kpis(known), restatements(known), later(known)
    about = {"Programme": programme.name, "Figures as at": day(programme.today), "Data version": database.data_version()}
    if in_mode:
        about["How the programme works in each neighbourhood"] = in_mode
    if as_at is None and since:
        about["Later"] = since
    if provisional:
        about["Provisional"] = "Returns that nobody has accepted yet are counted; what rests on one is marked [p]."
    if programme.invented:
        about["Notice"] = "All figures of this programme are invented, to show what cdmon does."
    return kpis_workbook(frame, about, read_restatements(restated)) if ending == ".xlsx" else kpis_csv(frame)


def kpis_workbook(frame: pd.DataFrame, about: Mapping[str, str], restated: pd.DataFrame) -> bytes:
    """Return the KPI table as an .xlsx file with the sheets Cover, Notes, KPIs and Restatements.

    `frame` is a frame of KPIs, `restated` the restatements as people read them; each entry of `about` becomes a line of the cover,
    'label: text'. Text is stored as text, whatever it begins with; hidden figures are not in the file.
    """
    workbook = accessible_workbook(TITLE)

    cover = add_sheet(workbook, "Cover", TITLE, [100])
    contents = [
        "About one in twenty comparisons of two surveys shows a change by chance alone, though each is told only where its whole 95% "
        f"interval lies above or below zero; this table makes {comparisons(frame['change'])} of them.",
        ROUNDED,
        "Sheet Notes explains the shorthand and the columns.",
        "Sheet KPIs holds the table: one row a neighbourhood, KPI, stage and indicator.",
        "Sheet Restatements lists the corrections to stages that were over, with the old and the new figure and why.",
    ]
    for row, line in enumerate([*(f"{label}: {text}" for label, text in about.items()), *contents], start=2):
        write(cover.cell(row, 1), line)

    notes = add_sheet(workbook, "Notes", "Notes", [24, 100])
    notes["A2"] = "This sheet holds one table: the shorthand used in the table of KPIs, then its columns."
    write_table(notes, "notes", pd.DataFrame((SHORTHAND | COLUMNS).items(), columns=["Term", "Meaning"]))

    sheet = add_sheet(workbook, "KPIs", TITLE, [40 if heading in WIDE else 18 for heading in COLUMNS])
    each = "one row a neighbourhood, KPI, stage and indicator"
    sheet["A2"] = f"This sheet holds one table: {each}. The sheet Notes explains shorthand in square brackets."
    write_table(sheet, "kpis", tidy(frame))
    for cells in sheet.iter_rows(min_row=HEADER_ROW + 1):
        of_heading = dict(zip(COLUMNS, cells, strict=True))
        for heading, cell in of_heading.items():
            cell.number_format = number_format(heading, of_heading["Kind"].value)

    sheet = add_sheet(workbook, "Restatements", "Restatements", RESTATED)
    sheet["A2"] = "This sheet holds one table: one row a figure of any indicator that a correction changed after its stage was over."
    if restated.empty:
        sheet["A2"] = "No figure of a stage that is over has been corrected, so that this sheet holds a table without rows."
    write_table(sheet, "restatements", restated)

    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def kpis_csv(frame: pd.DataFrame) -> bytes:
    """Return the KPI table as CSV, under plain names."""
    table = tidy(frame)
    return safe_csv(table.set_axis([heading.lower().replace(" ", "_") for heading in table.columns], axis=1))


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """Return KPIs under the headings of COLUMNS: numbers or NaN in number columns, and the reason why not in the shorthand columns."""
    return pd.DataFrame([tidy_row(row) for row in frame.to_dict("records")], columns=list(COLUMNS))


def tidy_row(row: Row) -> dict[str, str | float]:
    """Return one row by heading; neither a hidden figure nor a change that would give it back is in it."""
    tidied: dict[str, str | float] = {"Neighbourhood": given(row["neighbourhood"]) or "Programme", "KPI": row["kpi"]}
    tidied |= {name.capitalize(): row[name] for name in ("title", "stage", "indicator", "unit", "kind", "direction", "target", "verdict")}
    tidied |= {name.capitalize().replace("_", " "): row[name] for name in ("stage_state", "indicator_title")}
    tidied |= {"KPI verdict": row["kpi_verdict"], "Waves": " and ".join(row["waves"]), "Figure": row["basis"]}
    tidied |= {"Inferred": "yes" if row["inferred"] else "no"}
    marks = {when: shorthand(row[when]) for when in ("baseline", "latest")}
    for when, mark in marks.items():
        tidied |= tidy_figure(when.capitalize(), row[when], row["kind"], mark)
    mark = change_shorthand(row, set(marks.values()))
    tidied |= {f"Change {part}": nan if mark in ("[c]", "[z]") else getattr(row["change"], part) for part in ("value", "low", "high")}
    flow = row["flow"]
    tidied |= {"Total in stage": flow.value if flow else nan, "Months reported": flow.months if flow else nan}
    tidied |= {"Target reached": row["reached"] or "[z]", "Target by": given(row["target_by"]) or "[z]"}
    return tidied | {"Remark": row["remark"] or "none", "Change shorthand": mark}


def tidy_figure(heading: str, told: Figure | None, kind: str, mark: str) -> dict[str, str | float]:
    """Return the cells of one figure by heading; nothing of a hidden one."""
    shown = told is not None and mark != "[c]"
    cells: dict[str, str | float] = {f"{heading} {part}": getattr(told, part) if shown else nan for part in ("value", "low", "high")}
    cells[f"{heading} n"] = told.n if told is not None and shown and kind == "proportion" else nan
    cells[f"{heading} design"] = (design_cell(told, kind) if told is not None and shown else "") or "none"
    cells[f"{heading} period"] = told.period if told is not None else "[x]"
    return cells | {f"{heading} shorthand": mark}


def shorthand(told: Figure | None) -> str:
    """Return the shorthand for one figure, each in brackets of its own: '[u] [p]'."""
    if told is not None and told.is_hidden:
        return "[c]"
    if told is None or pd.isna(told.value):
        return "[x]"
    return " ".join(["[u]"] * (told.note == SMALL) + ["[p]"] * told.provisional) or "none"


def change_shorthand(row: Row, marks: set[str]) -> str:
    """Return the shorthand for a change, given those of the two figures it compares."""
    if "[c]" in marks or row["verdict"] == "hidden":
        return "[c]"
    if row["change"] is None:
        return "[z]"
    return " ".join(mark for mark in ("[u]", "[p]") if any(mark in each for each in marks)) or "none"


def number_format(heading: str, kind: str) -> str:
    """Return how Excel is to show the numbers of a column in a row of this kind."""
    if heading.endswith(" n") or heading in ("Months reported", "Stage"):
        return "#,##0"
    return (CHANGE_FORMATS if heading.startswith("Change") else NUMBER_FORMATS).get(kind, "General")
