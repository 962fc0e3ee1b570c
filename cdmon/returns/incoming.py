"""A file's rows laid before the cursor, so that SQL can check them, count them and store them."""

import pandas as pd

from cdmon.database import Cursor
from cdmon.definitions import Definitions
from cdmon.parts import Column, Sheet
from cdmon.workbooks.headings import columns_of, heading_names
from cdmon.workbooks.sheets import ReadSheet, asked
from cdmon.workbooks.values import DTYPES


def lay_definitions(cursor: Cursor, definitions: Definitions) -> None:
    """Lay what the checks need of the definitions before the cursor as `defined_*`, and make room for a file's answers."""
    questions = [q for survey in definitions.surveys.values() for q in survey.questions]
    surveys = [sheet for each in definitions.datasets.values() for sheet in each.sheets if sheet.questions]
    taken = [heading for sheet in surveys for heading in heading_names(columns_of(definitions, sheet))]
    routes = [(q.code, code, needed) for q in questions for code, needed in q.asked_if.items()]
    milestones = [(m.code, bool(m.waves), bool(m.shown_by)) for m in definitions.milestones.values()]
    cursor.register("defined_headings", pd.DataFrame({"heading": taken}))
    cursor.register("defined_routes", pd.DataFrame(routes, columns=["question", "needs", "answers"]))
    cursor.register("defined_milestones", pd.DataFrame(milestones, columns=["code", "of_neighbourhood", "shown_by_figures"]))
    cursor.execute("CREATE OR REPLACE TEMP TABLE incoming_answers (return_id VARCHAR, row_number BIGINT, question VARCHAR, answer VARCHAR)")


def lay_sheets(cursor: Cursor, expected: list[Sheet], sheets: list[ReadSheet], with_answers: bool = True) -> None:
    """Lay the sheets of a dataset before the cursor: each as `incoming_CODE`, a survey's answers in `incoming_answers` as well."""
    found = {sheet.sheet.code: sheet for sheet in sheets}
    for sheet in expected:
        cursor.register(f"incoming_{sheet.code}", found[sheet.code].frame if sheet.code in found else without_rows(sheet))
        if sheet.questions and with_answers:
            lay_answers(cursor, found[sheet.code])


def lay_answers(cursor: Cursor, sheet: ReadSheet) -> None:
    """Add a survey sheet's answers to `incoming_answers`, one row each, as text."""
    codes = [f'"{code}"' for code in asked(sheet)]
    if codes:
        texts = ", ".join(f"{text_of(sheet.columns[code])} AS {quoted}" for code, quoted in zip(asked(sheet), codes, strict=True))
        wide = f"SELECT return_id, row_number, {texts} FROM incoming_{sheet.sheet.code}"  # noqa: S608 (codes have been checked)
        cursor.execute(f"INSERT INTO incoming_answers FROM ({wide}) UNPIVOT (answer FOR question IN ({', '.join(codes)}))")


def text_of(column: Column) -> str:
    """Return the SQL of a question's answer as text; a number that is whole without its decimal point."""
    text = f'"{column.code}"::VARCHAR'
    return rf"regexp_replace({text}, '\.0$', '')" if column.type == "number" else text


def without_rows(sheet: Sheet) -> pd.DataFrame:
    """Return the frame of an optional sheet that a file does not have."""
    columns = {column.code: pd.Series(dtype=DTYPES[column.type]) for column in sheet.columns}
    return pd.DataFrame({"row_number": pd.Series(dtype="int64"), "return_id": pd.Series(dtype="string")} | columns)
