"""Kinds of return and the workbooks that hold them, programmes to start from, and what can be wrong with a file."""

from datetime import date
from typing import Literal

from cdmon.parts.columns import Sheet
from cdmon.parts.part import Part

WHOLE_PROGRAMME = "programme"  # what people write where a return is of no neighbourhood in particular


class CarriedOver(Part):
    """Which rows of the last return stand in the next template, as SQL over the rows of its first sheet, and what changes in them."""

    where: str
    replace: dict[str, str] = {}  # SQL by column


class Dataset(Part):
    """One kind of return: its sheets, what it is sent for, the rules across its rows.

    A return of scope "either" is a neighbourhood's or, under the word "programme", nobody's in particular.
    """

    code: str
    title: str
    description: str
    version: int
    reads_from: int = 1  # the oldest version of its template that is still read
    changes: dict[int, str] = {}  # by version: what it changed in the template
    scope: Literal["neighbourhood", "programme", "either"]
    period: Literal["month", "wave", "none"]
    provenance: str
    source: str
    sheets: list[Sheet]
    checks: list[str] = []
    owed: bool = False  # whether each neighbourhood owes it every month, unless the programme's set-up says otherwise
    due_days: int = 10  # after the end of the month, unless the programme's set-up says otherwise
    carried_over: CarriedOver | None = None
    of_few: bool = False  # who answers in one neighbourhood are too few to judge by: counted there, judged for the programme
    least: int = 0  # respondents that a wave should have in each neighbourhood
    early_months: int = 0  # months after the baseline in which a change need not show yet

    def sheet(self, code: str) -> Sheet:
        """Return the sheet of this code; KeyError when there is none."""
        return {s.code: s for s in self.sheets}[code]

    @property
    def rules(self) -> list[str]:
        """The kinds of problem that are found across its rows and sheets."""
        of_columns = dict.fromkeys(column.check for sheet in self.sheets for column in sheet.columns if column.check)
        return [*(sheet.duplicate for sheet in self.sheets if sheet.duplicate), *of_columns, *self.checks]


class Workbook(Part):
    """A workbook that holds the sheets of several datasets, each a return of its own."""

    code: str
    title: str
    description: str
    datasets: list[str]


class Decision(Part):
    """What can be decided about a return: the state it brings, from which states, and whether a reason must be given."""

    code: str
    title: str
    does: str
    after: list[str]
    reason: Literal["no", "text"]


class Reason(Part):
    """Why a figure of a stage that is over may be corrected."""

    code: str
    title: str


class ProblemKind(Part):
    """One way in which a file can be wrong: its stable code, how serious it is, and the sentence with the remedy."""

    code: str
    severity: Literal["error", "warning"]
    title: str
    message: str
    error_from: date | None = None  # a new rule: a warning until this day, an error from then on

    def severity_on(self, day: date) -> Literal["error", "warning"]:
        """Return how serious it is on a day."""
        if self.error_from is None:
            return self.severity
        return "error" if day >= self.error_from else "warning"


class Areas(Part):
    """So many areas of a shape that are alike; `code` and `name` hold {number}, counted through the shape."""

    count: int
    code: str
    name: str
    population: int
    wave: str


class Shape(Part):
    """A programme to start from: its areas, and by sheet of the set-up the rows that it begins with."""

    code: str
    title: str
    description: str
    source: str
    areas: list[Areas]
    sheets: dict[str, list[dict[str, str | int]]]
