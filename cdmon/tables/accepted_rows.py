"""The rows that were sent, as they count today: a table for each sheet, with its columns, for whoever works on with the data."""

from dataclasses import dataclass

import pandas as pd

from cdmon.disclosure import hidden_cells
from cdmon.parts.columns import Column, Sheet
from cdmon.parts.datasets import Dataset
from cdmon.tables.known import Known
from cdmon.tables.own_questions import own_questions

PLACE = Column(
    code="neighbourhood",
    title="Neighbourhood",
    refers_to="neighbourhoods",
    help="The code of the neighbourhood that the row is of; empty where it is of the whole programme.",
)
PERIOD = Column(code="period", title="Period", help="What the return is about: a month (YYYY-MM) or the label of a survey round.")
ROW = Column(code="row", title="Row", type="integer", help="The number of the row in its sheet as it was sent.", minimum=1)
HIDES = Column(
    code="hidden",
    title="Hidden columns",
    help="The codes of the columns whose number is hidden in this row as it tells of few people, or would tell one that does, "
    "with semicolons between them. Any other empty cell was sent empty.",
)
PERSONAL = "email"  # of a column that holds it nothing is told


@dataclass(frozen=True)
class AcceptedRows:
    """One sheet of a dataset: its columns, in their order, and a frame with a column of each code."""

    dataset: Dataset
    sheet: Sheet
    columns: list[Column]
    frame: pd.DataFrame

    @property
    def name(self) -> str:
        """What the table is called: its dataset, with the sheet where that has another name."""
        return self.dataset.code if self.dataset.code == self.sheet.code else f"{self.dataset.code}_{self.sheet.code}"


def sheets_told(known: Known, raw: bool) -> list[tuple[Dataset, Sheet]]:
    """Return the sheets whose rows may be told: without `raw` not those whose rows are people's own."""
    return [(dataset, sheet) for dataset in known.definitions.datasets.values() for sheet in dataset.sheets if raw or not sheet.of_people]


def accepted_rows(known: Known, dataset: Dataset, sheet: Sheet, raw: bool) -> AcceptedRows:
    """Return the rows of a sheet in the returns that count, by neighbourhood, period and row.

    With `raw` they are as they were sent. Without it small numbers of people are missing, as where a return is shown (the column `hidden`
    names them); a sheet of people's own rows has no place here then (ValueError). Nobody's e-mail address is told, and the ids of
    respondents are left out: rows are known by their number.
    """
    if sheet.of_people and not raw:
        raise ValueError(f"Each row of the sheet {sheet.title} is a person's own.")
    rows = known.read("accepted_rows", dataset=dataset.code, sheet=sheet.code)
    rows = rows.rename(columns={"row_number": "row"})
    columns = [PLACE, PERIOD, ROW, *(column for column in sheet.columns if is_told(column))]
    if sheet.questions is not None:
        questions = asked(known, dataset, sheet.questions)
        rows = rows.join(answers(known, dataset), on=["return_id", "row"])
        columns += [question for question in questions if question.code in rows]
    if not raw and any(column.counts_people or column.gives_back or column.pays for column in sheet.columns):
        rows = hide(rows, sheet, known)
        columns.append(HIDES)
    typed_by = rows.get(PLACE.code, "")
    rows[PLACE.code] = rows["of_place"].where(rows["of_place"] != "", typed_by)
    frame = pd.DataFrame({column.code: typed(rows[column.code], column) for column in columns})
    return AcceptedRows(dataset, sheet, columns, frame.reset_index(drop=True))


def is_told(column: Column) -> bool:
    """Tell whether a column is one of its table's own: not the neighbourhood, which each table has, and no id or address of a person."""
    return column.code != PLACE.code and not column.anonymous and PERSONAL not in column.holds


def asked(known: Known, dataset: Dataset, survey: str) -> list[Column]:
    """Return a survey's questions as columns, in its order, the programme's own behind; each tells its source."""
    questions = [*known.definitions.questions(survey).values(), *own_questions(known, dataset.code)]
    return [
        question.column().model_copy(update={"help": "; ".join(filter(None, (question.source, question.reference_period)))})
        for question in questions
    ]


def answers(known: Known, dataset: Dataset) -> pd.DataFrame:
    """Return the answers to a survey: a row a respondent, by return_id and row, and a column a question."""
    given = known.read("accepted_answers", dataset=dataset.code)
    return given.pivot(index=["return_id", "row_number"], columns="question", values="answer").rename_axis(["return_id", "row"])


def hide(rows: pd.DataFrame, sheet: Sheet, known: Known) -> pd.DataFrame:
    """Return rows without the small numbers of each return, and with a column that names what is hidden in each."""
    if rows.empty:
        return rows.assign(hidden=None)
    rule = known.small_numbers
    hidden = pd.concat([hidden_cells(of_return, sheet, rule) for _, of_return in rows.groupby("return_id", sort=False)])
    named = ["; ".join(hidden.columns[marks]) for marks in hidden.to_numpy(bool)]
    return rows.assign(**{code: rows[code].mask(hidden[code]) for code in hidden}, hidden=pd.Series(named, index=hidden.index))


def typed(values: pd.Series, column: Column) -> pd.Series:
    """Return a column's values as what they are: Int64, Float64, days, else texts; missing where nothing was given."""
    if column.type in ("integer", "number"):
        return pd.to_numeric(values).astype("Int64" if column.type == "integer" else "Float64")
    if column.type == "date":
        return pd.to_datetime(values)
    return values.astype("object").where(values.notna() & (values != ""), None)
