"""The rows of the last return that stand in the next template, so that nobody types them again."""

import pandas as pd

from cdmon.parts.datasets import Dataset
from cdmon.tables.known import Known


def carried(known: Known, dataset: Dataset, neighbourhood: str, period: str) -> pd.DataFrame:
    """Return the rows that the template of a month begins with: the columns of the dataset's first sheet, with codes as stored.

    Where a return of that very month counts already, they are all of its rows unchanged, so that it can be corrected; else those of the
    newest earlier month that counts, as far as the dataset's `carried_over` says. `month` says which month they were sent for. No rows
    where nothing is carried over. `neighbourhood` is "" for the programme's own.
    """
    sheet, rule = dataset.sheets[0], dataset.carried_over
    found = known.read("carried", dataset=dataset.code, neighbourhood=neighbourhood, period=period)
    if found.empty or (rule is None and found["period"].iloc[0] != period):
        return pd.DataFrame(columns=[column.code for column in sheet.columns])
    return_id, month = found.iloc[0]
    where, replace = (rule.where, rule.replace) if rule and month != period else ("TRUE", {})
    columns = ", ".join(f"{replace.get(column.code, column.code)} AS {column.code}" for column in sheet.columns)
    query = f"SELECT {columns} FROM {sheet.code} WHERE return_id = ? AND ({where}) ORDER BY row_number"  # noqa: S608 (definitions only)
    return known.cursor.execute(query, [return_id]).df()
