"""The rules of a dataset: of each column (pandera, from the definition) and across rows and sheets (SQL checks)."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from cdmon.database import sql
from cdmon.parts.columns import Column
from cdmon.parts.datasets import Dataset
from cdmon.problems import Problem
from cdmon.returns.known_by import duplicates
from cdmon.tables.known import Known
from cdmon.text import shown
from cdmon.workbooks.fields import plain
from cdmon.workbooks.sheets import ReadSheet, words


def column_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield the cells that break a rule of their column: blank, too small, too large, of another form."""
    import pandera.pandas as pandera  # takes half a second, so only when a file is checked
    from pandera.errors import SchemaErrors

    found = [column for column in sheet.columns.values() if column.code in sheet.places]
    schema = pandera.DataFrameSchema(
        {c.code: pandera.Column(checks=[pandera.Check(**rule) for rule in rules(c)], nullable=not c.required) for c in found}
    )
    try:
        schema.validate(sheet.frame, lazy=True)
    except SchemaErrors as errors:
        cases, numbers = errors.failure_cases[["column", "check", "index", "failure_case"]], sheet.frame["row_number"].tolist()
        for code, rule, index, value in cases.itertuples(index=False):
            column = sheet.columns[code]
            number = numbers[int(index)]
            if rule == "not_nullable":
                yield sheet.problem("cell-blank", code, number, help=column.help)
            else:
                limit = column.minimum if rule == "cell-too-small" else column.maximum
                yield sheet.problem(rule, code, number, value, **words(column) | {"limit": plain(limit)})


def rules(column: Column) -> Iterator[dict[str, Any]]:
    """Yield a column's rules as pandera checks, each named after the kind of problem it finds."""
    if column.type in ("integer", "number"):
        if column.minimum is not None:
            yield {"check_fn": lambda values: values >= column.minimum, "name": "cell-too-small"}
        if column.maximum is not None:
            yield {"check_fn": lambda values: values <= column.maximum, "name": "cell-too-large"}
    if column.pattern is not None:
        yield {"check_fn": lambda values: values.str.fullmatch(column.pattern), "name": "cell-wrong-form"}


def early_problems(sheet: ReadSheet, start_month: str | None) -> Iterator[Problem]:
    """Yield the days before the programme's first month, in the columns where there should be none."""
    for column in sheet.sheet.columns if start_month else []:
        if column.before_start:
            early = sheet.frame[column.code] < pd.Timestamp(f"{start_month}-01")
            for number, day in zip(sheet.frame["row_number"][early], sheet.frame[column.code][early], strict=True):
                yield sheet.problem(column.before_start, column.code, number, day, start=start_month)


def part_problems(sheet: ReadSheet) -> Iterator[Problem]:
    """Yield the numbers of people that are more than those among whom they are counted."""
    for column in sheet.sheet.columns:
        if column.part_of:
            more = (sheet.frame[column.code] > sheet.frame[column.part_of]).fillna(value=False)
            cases = sheet.frame.loc[more, ["row_number", column.code, column.part_of]]
            for number, part, whole in cases.itertuples(index=False):
                title = sheet.columns[column.part_of].title
                yield sheet.problem("part-greater-than-whole", column.code, int(number), int(part), whole=int(whole), among=title)


def row_problems(known: Known, dataset: Dataset, sheets: list[ReadSheet]) -> Iterator[Problem]:
    """Yield the rows that break a rule across rows or sheets: what stands twice, and what its files in cdmon/sql/checks find.

    A check sees what `cdmon.returns.incoming` lays before the cursor. Each row it returns is a problem: the sheet's code, row_number, the
    column's code, the value, and a column for each further word of its message.
    """
    found = {sheet.sheet.code: sheet for sheet in sheets}
    for code, query in queries(dataset):
        for row in known.found(query):
            sheet, column, number, value = (row.pop(name) for name in ("sheet", "column", "row_number", "value"))
            yield found[sheet].problem(code, column, number, value, **{word: shown(text) for word, text in row.items()})


def queries(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield the kinds of problem that are found across rows and sheets, each with its query; one may be asked of several columns."""
    for sheet in dataset.sheets:
        if sheet.duplicate:
            yield sheet.duplicate, duplicates(sheet)
        for column in sheet.columns:
            if column.check:
                yield column.check, sql(f"checks/{column.check}").format(dataset=dataset.code, sheet=sheet.code, column=column.code)
    yield from ((code, sql(f"checks/{code}")) for code in dataset.checks)
