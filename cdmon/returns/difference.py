"""What is different between two versions of a return: rows that are new, changed, unchanged or gone, and each changed cell."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import load
from cdmon.disclosure import Rule, columns_not_compared
from cdmon.outlines import in_short
from cdmon.parts.columns import Sheet
from cdmon.parts.datasets import CarriedOver, Dataset
from cdmon.returns.incoming import text_of
from cdmon.returns.kept import EMPTY, allow_rows, read_rows, rows_by_sheet, rows_of, version_before
from cdmon.returns.known_by import known_by, texts_of_key
from cdmon.tables.group_names import decided, own_name
from cdmon.tables.known import Known
from cdmon.wording import read

COUNTS = ["sheet", "new", "changed", "unchanged", "gone"]
CELLS = ["sheet", "row", "state", "column", "before", "after", "by_template"]
PLACED = ("Neighbourhood", "Month")  # columns that say where a return belongs, which is said of it as a whole
OWN = """
    coalesce(
        (SELECT any_value(own) FROM own_names WHERE place = neighbourhood AND spelled = name_key({0})),
        {0}
    )
"""


@dataclass(frozen=True)
class Difference:
    """The rows of each sheet counted by what became of them, and what changed.

    `counts` has a row a sheet: sheet (its title), new, changed, unchanged, gone. `cells` has a row for each cell of a changed row and for
    each gone and new one (with no column, and all its cells in one text): sheet, row (what the row is known by), state, column (its
    heading), before, after, by_template (whether nobody changed it, but the template of a later month begins with it so, or leaves it out;
    such a row counts as unchanged, or not at all). What holds hidden numbers is not compared, a sheet whose rows are people's own not at
    all: `not_compared` names the sheets and columns, and `cdmon.disclosure` says why.
    """

    counts: pd.DataFrame
    cells: pd.DataFrame
    against: str = ""  # the period of the return compared with, "" where there was none
    not_compared: tuple[str, ...] = ()


def difference(
    cursor: Cursor, dataset: Dataset, before: str | None, after: str | None, up_to: datetime | None = None, carried: bool = False
) -> Difference:
    """Compare two stored returns of a dataset by their return_id; without one of them all rows are new, or gone.

    `carried` says that `after` is of a later period, so that it began with what was carried over.

    A row is known again by its sheet's key: spelling it with other capitals or punctuation, or by another name that somebody has said to
    be the same group's (by `up_to`, UTC; now if not given), makes it no new row.
    """
    lay_names(cursor, up_to)
    rule = Known(cursor).small_numbers
    counts, cells, without = list[Sequence[object]](), list[pd.DataFrame](), list[str]()
    for sheet in dataset.sheets:
        if sheet.of_people:
            without.append(sheet.title)
            continue
        hidden = hidden_columns(cursor, sheet, before, after, rule)
        rule_of_sheet = dataset.carried_over if carried and sheet is dataset.sheets[0] else None
        states, changed = compare(cursor, sheet, before, after, hidden, rule_of_sheet)
        counts += [(sheet.title, *states)] if any(states) else []
        cells += [changed] if len(changed) else []
        without += [f"{sheet.title}: {sheet.column(code).title}" for code in hidden]
    told = pd.concat(cells, ignore_index=True) if cells else pd.DataFrame(columns=CELLS)
    for return_id, state, side in ((before, "gone", "before"), (before, "left out", "before"), (after, "new", "after")):
        if return_id is not None and told["state"].eq(state).any():
            fill_in(told, state, side, whole_rows(cursor, dataset, return_id))
    told = told[CELLS]
    return Difference(pd.DataFrame(counts, columns=COUNTS), told, not_compared=tuple(without))


def unchanged(cursor: Cursor, dataset: Dataset, return_id: str) -> Difference:
    """Return the difference of a return that goes on as it was: all of its rows are unchanged."""
    counts = difference(cursor, dataset, None, return_id).counts
    return Difference(counts.assign(unchanged=counts["new"], new=0), pd.DataFrame(columns=CELLS))


def whole_rows(cursor: Cursor, dataset: Dataset, return_id: str) -> dict[tuple[str, int], str]:
    """Return each row of a return that may be shown as one text, "Group name: Choir; Status: active", by its sheet and number."""
    found = {}
    for title, rows in rows_by_sheet(cursor, dataset, return_id).items():
        read = read_rows(rows.drop(columns=[*PLACED, "Row"], errors="ignore"))
        for number, *values in zip(rows["Row"], *(read[name] for name in read), strict=True):
            told = [f"{name}: {value}" for name, value in zip(read, values, strict=True) if value != EMPTY]
            found[title, int(number)] = "; ".join(told)
    return found


def fill_in(cells: pd.DataFrame, state: str, side: str, rows: dict[tuple[str, int], str]) -> None:
    """Put the whole text of each new or gone row into its line."""
    of_state = cells["state"] == state
    places = zip(cells.loc[of_state, "sheet"], cells.loc[of_state, f"row_{side}"], strict=True)
    cells.loc[of_state, side] = [rows.get((title, int(number)), "") for title, number in places]


def changes(known: Known, return_id: str) -> Difference:
    """Compare a return with the version sent before it; without one all its rows are new. KeyError when there is no such return.

    Rows are known again by the decisions about names that had been taken by `as_at`.
    """
    dataset = load().datasets[allow_rows(known.cursor, return_id)]
    return difference(known.cursor, dataset, version_before(known.cursor, return_id), return_id, known.moment)


def read_changes(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of a difference as people read them: Row, Sheet, What, Column, Before, After."""
    return read(
        cells,
        {
            "Row": lambda row: row["row"] or "the only row",
            "Sheet": lambda row: row["sheet"],
            "What": lambda row: row["state"],
            "Column": lambda row: row["column"] or "the whole row",
            "Before": lambda row: row["before"] or "–",
            "After": lambda row: row["after"] or "–",
        },
    )


def say_not_compared(titles: Iterable[str]) -> str:
    """Say which sheets and columns are not compared, and why; "" for none."""
    told = "; ".join(dict.fromkeys(titles))
    return f"Not compared, because there are hidden numbers of people in it: {told}." if told else ""


def hidden_columns(cursor: Cursor, sheet: Sheet, before: str | None, after: str | None, rule: Rule) -> list[str]:
    """Return the codes of the columns of a sheet that two versions are compared without; none where there are not two."""
    if before is None or after is None:
        return []
    return columns_not_compared((rows_of(cursor, sheet, version) for version in (before, after)), sheet, rule)


def lay_names(cursor: Cursor, up_to: datetime | None) -> None:
    """Lay the decisions about names of groups up to a moment before the cursor as `own_names`."""
    names = decided(cursor, up_to)
    rows = [(place, name, own_name(names, place, name)) for place, name in names]
    cursor.register("own_names", pd.DataFrame(rows, columns=["place", "spelled", "own"], dtype="string"))


def compare(
    cursor: Cursor, sheet: Sheet, before: str | None, after: str | None, without: Collection[str], rule: CarriedOver | None
) -> tuple[list[int], pd.DataFrame]:
    """Return how many rows of a sheet are new, changed, unchanged and gone, and the cells in which they differ, `without` some columns.

    The cells have also row_before and row_after, the numbers of new and gone rows.
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE both_versions AS {long_rows(sheet, without, rule)}", {"before": before, "after": after})
    cursor.execute("""
        CREATE OR REPLACE TEMP TABLE compared AS
        SELECT
            known_by, occurrence, field, arg_max(row, is_after) AS row,
            bool_or(NOT is_after) AS was, bool_or(is_after) AS is_now,
            any_value(value) FILTER (WHERE NOT is_after) AS before, any_value(value) FILTER (WHERE is_after) AS after,
            any_value(row_number) FILTER (WHERE NOT is_after) AS row_before, any_value(row_number) FILTER (WHERE is_after) AS row_after,
            coalesce(bool_or(is_left_out), FALSE) AS is_left_out,
            before IS DISTINCT FROM after AND any_value(carried) FILTER (WHERE NOT is_after) IS NOT DISTINCT FROM after
                AND bool_or(NOT is_after) AS is_reset
        FROM both_versions
        GROUP BY known_by, occurrence, field
    """)
    cursor.execute("""
        CREATE OR REPLACE TEMP TABLE compared_rows AS
        SELECT
            known_by, occurrence, any_value(row) FILTER (WHERE field = '') AS row,
            CASE
                WHEN NOT bool_or(was) THEN 'new'
                WHEN NOT bool_or(is_now) AND bool_or(is_left_out) THEN 'left out'
                WHEN NOT bool_or(is_now) THEN 'gone'
                WHEN bool_or(before IS DISTINCT FROM after AND NOT is_reset) THEN 'changed'
                WHEN bool_or(before IS DISTINCT FROM after) THEN 'carried over'
                ELSE 'unchanged'
            END AS state
        FROM compared
        GROUP BY known_by, occurrence
    """)
    states = dict(cursor.execute("SELECT state, count(*) FROM compared_rows GROUP BY state").fetchall())
    cells = cursor.execute("""
        SELECT
            compared_rows.row, compared_rows.state, compared.field AS column,
            coalesce(before, '') AS before, coalesce(after, '') AS after, is_reset OR state = 'left out' AS by_template,
            row_before, row_after
        FROM compared_rows
        JOIN compared USING (known_by, occurrence)
        WHERE (state IN ('new', 'gone', 'left out') AND field = '')
        OR (state IN ('changed', 'carried over') AND before IS DISTINCT FROM after)
        ORDER BY list_position(['changed', 'gone', 'new'], state), compared_rows.row, occurrence, field
    """).df()
    titles = {column.code: column.title for column in sheet.columns}
    outlines = cells["column"].isin([column.code for column in sheet.columns if column.outline])
    for side in ("before", "after"):
        cells.loc[outlines, side] = [in_short(text) if text else "" for text in cells.loc[outlines, side]]
    cells["column"] = [titles.get(code, code) for code in cells["column"]]
    cells.insert(0, "sheet", sheet.title)
    states["unchanged"] = states.get("unchanged", 0) + states.get("carried over", 0)
    return [states.get(state, 0) for state in COUNTS[1:]], cells


def long_rows(sheet: Sheet, without: Collection[str], rule: CarriedOver | None) -> str:
    """Return the SQL of a sheet's rows in both versions, one line a cell that is filled in, and one a row with no field.

    The columns `without` have no lines.

    Columns: is_after, known_by, occurrence (of rows known by the same), row (what people know it by), row_number, is_left_out (whether the
    rule of what is carried over leaves the row out), field, value, carried (the value that the rule begins the next template with).
    """
    texts = texts_of_key(sheet)
    same = [OWN.format(code) if sheet.column(code).suggests == "groups" else text for code, text in zip(sheet.key, texts, strict=True)]
    without = {"neighbourhood", "month", *without}
    fields = [column.code for column in sheet.columns if column.code not in without]
    replaced = {code: f"({expression})::VARCHAR" for code, expression in rule.replace.items()} if rule else {}
    texts_of = {code: text_of(sheet.column(code)) for code in fields}
    values = ", ".join(f"'{code}': {{'value': {text}, 'carried': {replaced.get(code, text)}}}" for code, text in texts_of.items())
    same_row = "is_after, known_by, occurrence, row, row_number, is_left_out"
    answers = f"UNION ALL SELECT {same_row}, question, answer, answer FROM rows JOIN answers USING (return_id, row_number)"  # noqa: S608
    return f"""
        WITH known AS (
            SELECT
                *, return_id IS NOT DISTINCT FROM $after AS is_after, {known_by(same)} AS known_by,
                concat_ws(', ', {", ".join(texts) or "NULL"}) AS row, NOT ({rule.where if rule else "TRUE"}) AS is_left_out
            FROM {sheet.code}
            WHERE return_id = $before OR return_id = $after
        ),

        rows AS (SELECT *, row_number() OVER (PARTITION BY is_after, known_by ORDER BY row_number) AS occurrence FROM known),

        cells AS (SELECT {same_row}, unnest(map_entries(MAP {{{values}}})) AS entry FROM rows)

        SELECT {same_row}, '' AS field, NULL AS value, NULL AS carried FROM rows
        UNION ALL
        SELECT {same_row}, entry.key, entry.value.value, entry.value.carried FROM cells WHERE entry.value.value IS NOT NULL
        {answers if sheet.questions else ""}
    """  # noqa: S608 (codes come from the definitions only)
