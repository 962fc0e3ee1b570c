"""A set-up as it is typed on a page: its rows as they count now, and the workbook that holds what was typed, to be sent like any other."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from cdmon.clock import today
from cdmon.definitions import load
from cdmon.parts.columns import Sheet
from cdmon.returns.shapes import SET_UP, rows_of, shapes
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.fields import Value, typed_rows
from cdmon.workbooks.template import template

TypedRow = dict[str, Value]  # a cell by the code of its column, as a person types it; None for an empty one
SetUpRows = dict[str, list[TypedRow]]  # by sheet
FIRST_ROW = 3  # of what is typed in a sheet of the template, below its headings and its example


def sheets() -> dict[str, Sheet]:
    """Return the sheets of a set-up by their code."""
    return {sheet.code: sheet for sheet in load().datasets[SET_UP].sheets}


def set_up_rows(known: Known) -> tuple[str, SetUpRows]:
    """Return the set-up that counts, by the id of its return and row by row; "" and no rows where there is none."""
    query = "SELECT return_id FROM query_table($counting) WHERE dataset = $dataset"
    found = known.execute(query, dataset=SET_UP).fetchone()
    return_id = str(found[0]) if found else ""
    return return_id, as_typed({code: stored(known, sheet, return_id) for code, sheet in sheets().items()})


def stored(known: Known, sheet: Sheet, return_id: str) -> pd.DataFrame:
    """Return the rows of one sheet of a return, with its columns."""
    columns = ", ".join(column.code for column in sheet.columns)
    query = f"SELECT {columns} FROM {sheet.code} WHERE return_id = $return_id ORDER BY row_number"  # noqa: S608 (definitions only)
    return known.execute(query, return_id=return_id).df()


def begun_from(shape: str) -> SetUpRows:
    """Return the rows that a shape of a programme begins with."""
    nothing = {code: pd.DataFrame(columns=[column.code for column in sheet.columns]) for code, sheet in sheets().items()}
    return as_typed(nothing | rows_of(shapes()[shape]))


def as_typed(frames: Mapping[str, pd.DataFrame]) -> SetUpRows:
    """Return stored rows as a person types them."""
    return {
        code: [dict(zip(frame.columns, row, strict=True)) for row in typed_rows(sheets()[code], frame, empty=())]
        for code, frame in frames.items()
    }


def set_up_file(rows: Mapping[str, Sequence[TypedRow]]) -> Upload:
    """Return the workbook that holds what was typed, as somebody would have filled it in: each row where `FIRST_ROW` and its place say."""
    filled = {
        code: pd.DataFrame(rows.get(code, []), columns=[c.code for c in sheet.columns], dtype=object) for code, sheet in sheets().items()
    }
    return Upload(f"Programme set-up {today():%Y-%m-%d}.xlsx", template(load(), SET_UP, filled=filled))


def cell(text: str) -> Value:
    """Return what was typed as a cell holds it: plain digits as a number, None for nothing, anything else as it is."""
    text = text.strip()
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d{1,15}\.\d{1,9}", text) else text or None
