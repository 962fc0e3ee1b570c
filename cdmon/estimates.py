"""From the rows of a return to its figures: one estimate an indicator, computed once, when the return is submitted."""

import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import Definitions
from cdmon.parts import Indicator
from cdmon.statistics import weighted_proportion
from cdmon.workbooks.sheets import ReadSheet, asked

COLUMNS = [
    "return_id", "indicator", "indicator_version", "value", "n", "n_counted",
    "n_effective", "design_effect", "design_known", "no_answer", "asked",
]  # fmt: skip
COUNTS = ("count", "rate")
RESPONDENT = ["weight", "stratum", "cluster"]
KNOWN_DESIGNS = {"simple random", "stratified", "clustered"}

Row = tuple[object, ...]


def estimates(cursor: Cursor, definitions: Definitions, sheets: list[ReadSheet]) -> pd.DataFrame:
    """Return the estimates of the returns that the sheets of one dataset make, in the columns of the table of that name.

    The rows must lie before the cursor as `incoming_CODE` (see `cdmon.returns.incoming`). A survey indicator none of whose
    questions was answered has no estimate. Expressions come from the definitions alone.
    """
    rows: list[Row] = []
    for sheet in sheets:
        indicators = [i for i in definitions.indicators.values() if (i.dataset, i.sheet) == (sheet.dataset.code, sheet.sheet.code)]
        answered = set(asked(sheet)) if sheet.sheet.questions else set()
        rows += counted(cursor, [i for i in indicators if i.kind in COUNTS], sheet)
        rows += rated(cursor, [i for i in indicators if i.kind == "rating"], sheet)
        proportions = {i: [q for q in definitions.question_codes(i) if q in answered] for i in indicators if i.kind == "proportion"}
        rows += sampled(cursor, {i: questions for i, questions in proportions.items() if questions}, sheet, is_design_known(sheets))
    return pd.DataFrame(rows, columns=COLUMNS)


def nothing(definitions: Definitions, dataset: str, return_ids: list[str]) -> pd.DataFrame:
    """Return the estimates of returns of a dataset that had nothing to report: each count is 0, which is not "not collected"."""
    counts = [i for i in definitions.indicators.values() if i.dataset == dataset and i.kind in COUNTS]
    rows: list[Row] = [(return_id, i.code, i.version, 0.0, 0, 0, None, None, True, 0, "") for return_id in return_ids for i in counts]
    return pd.DataFrame(rows, columns=COLUMNS)


def counted(cursor: Cursor, indicators: list[Indicator], sheet: ReadSheet) -> list[Row]:
    """Return the counts of each return of a sheet; a value is None where nothing was reported."""
    if not indicators:
        return []
    values = ", ".join(f"({i.value})::DOUBLE" for i in indicators)
    query = f"SELECT return_id, count(*), {values} FROM incoming_{sheet.sheet.code} GROUP BY return_id"  # noqa: S608 (definitions only)
    return [
        (return_id, i.code, i.version, value, n, round(value or 0), None, None, True, 0, "")
        for return_id, n, *found in cursor.execute(query).fetchall()
        for i, value in zip(indicators, found, strict=True)
    ]


def rated(cursor: Cursor, indicators: list[Indicator], sheet: ReadSheet) -> list[Row]:
    """Return the ratings of each return of a sheet: the most independent rater's level, how many rated, and in `asked` whose it is.

    The options of the column `rated_by` stand in the order of independence. What nobody rated has no estimate.
    """
    raters = [option.code for option in sheet.sheet.column("rated_by").options] if indicators else []
    rows: list[Row] = []
    for i in indicators:
        rows_of = f"FROM incoming_{sheet.sheet.code} WHERE {i.denominator}"
        about = f"SELECT *, list_position(?, rated_by) AS place {rows_of}"
        most_independent = f"arg_min(({i.value})::DOUBLE, place), arg_min(rated_by, place)"
        query = f"SELECT return_id, count(*), {most_independent} FROM ({about}) GROUP BY return_id"  # noqa: S608 (definitions only)
        found = cursor.execute(query, [raters]).fetchall()
        rows += [(return_id, i.code, i.version, level, n, n, None, None, True, 0, rater) for return_id, n, level, rater in found]
    return rows


def sampled(cursor: Cursor, indicators: dict[Indicator, list[str]], sheet: ReadSheet, design_known: bool) -> list[Row]:
    """Return the proportions of each return of a survey sheet; `indicators` says which of their questions were asked.

    Who gave no substantive answer is outside the base, and counted as `no_answer`.
    """
    if not indicators:
        return []
    outcomes = ", ".join(f"CASE WHEN {i.denominator} THEN coalesce({i.numerator}, FALSE)::DOUBLE END AS {i.code}" for i in indicators)
    query = f"SELECT return_id, weight, stratum, cluster, {outcomes} FROM incoming_{sheet.sheet.code}"  # noqa: S608 (definitions only)
    rows: list[Row] = []
    for return_id, frame in cursor.execute(query).df().groupby("return_id"):
        design = {name: frame[name] if frame[name].notna().any() else None for name in RESPONDENT}
        for i, questions in indicators.items():
            found = weighted_proportion(frame[i.code], **design)
            value = None if found.n == 0 else found.value
            counts = (found.n, int(frame[i.code].sum()), found.n_effective, found.design_effect)
            rows.append((return_id, i.code, i.version, value, *counts, design_known, len(frame) - found.n, " ".join(questions)))
    return rows


def is_design_known(sheets: list[ReadSheet]) -> bool:
    """Tell whether the rows show the wave's whole sample design: a clustered sample does so only by naming the clusters."""
    frames = {sheet.sheet.code: sheet.frame for sheet in sheets}
    if "waves" not in frames:
        return True
    design = frames["waves"]["sample_design"].iloc[0]
    return design in KNOWN_DESIGNS and (design != "clustered" or bool(frames["responses"]["cluster"].notna().any()))
