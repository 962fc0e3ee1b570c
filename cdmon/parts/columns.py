"""The sheets of a dataset and their columns, and what is looked for in their cells."""

from typing import Literal

from cdmon.parts.part import Option, Part

ColumnType = Literal["text", "integer", "number", "date", "month", "choice"]
# Indicators are the monthly ones, figures any, datasets those that neighbourhoods can owe.
RefersTo = Literal["neighbourhoods", "kpis", "milestones", "indicators", "figures", "waves", "datasets", "aspects"]


class Column(Part):
    """One column of a sheet: what the template offers, what the check accepts, what the table stores."""

    code: str
    title: str
    type: ColumnType = "text"
    required: bool = False
    help: str
    example: str = ""
    options: list[Option] = []
    spellings: list[str] = []
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    pattern_help: str = ""  # said when the pattern is not met: what the value should look like
    refers_to: RefersTo | None = None
    holds: list[Literal["email", "nhs", "telephone", "postcode", "birth"]] = []  # what is personal and belongs here all the same
    anonymous: bool = False  # of an id: nobody must be known by it, so that what is personal is refused
    several: bool = False  # whether a cell may name several of what it refers to, with semicolons between them
    suggests: Literal["groups", "threads", "waves", "items"] | None = None  # names in use that the template offers; others are taken too
    longest: int = 500  # characters of a text
    outline: bool = False  # of a text: the outline of an area as a GeoJSON geometry, kept as a map can show it
    check: str = ""  # the kind of problem, and the query of cdmon/sql/checks asked of this column, that finds what does not fit elsewhere
    before_start: str = ""  # the kind of problem of a day before the programme; "" where there may be such days
    no_answer: list[str] = []  # of a survey's question: what stands for no answer there, and so is read as an empty cell
    units: list[str] = []  # words that may stand behind a number; of hours, cells of hours and minutes are read too
    may_be_code: bool = (
        False  # of a number: whether 99 and the like may mean that nobody knows, and so is asked about where it stands apart
    )
    share: bool = False  # of a number: whether 12 % may be typed for 0.12
    unit_in: str | None = None  # of a number: the column that says what it counts; 4.1 % is 4.1 if that is per cent
    shares: list[str] = []  # of a column that says what numbers count: the words it begins with where they are per cent
    counts_people: bool = False  # so that its small numbers are not shown again
    part_of: str | None = None  # of a column that counts people: the one whose people these are among
    gives_back: str | None = None  # the column that counts people whose hidden number this one would tell, so that it is hidden with it
    total_by: str | None = None  # of a column that counts people: the one by whose answers its totals are told
    pays: str | None = None  # of an amount: the column that says how many people it pays; such an amount is never shown row by row
    characteristic: bool = False  # of a respondent: who they are, which is told of all neighbourhoods together and of none alone

    @property
    def offered(self) -> list[str]:
        """The titles of the answers that are offered; those of an older list are read all the same."""
        return [option.title for option in self.options if not option.scale]


class Placeholder(Part):
    """What people type into a cell that has nothing to say; `answers`: also where an answer of a survey belongs."""

    text: str
    answers: bool = False


class PersonalKind(Part):
    """Something that shows who somebody is, by which nobody is to be known: how it looks, and what takes its place."""

    code: Literal["email", "nhs", "telephone", "postcode", "birth"]
    title: str  # with its article
    pattern: str  # what finds it in a text, whatever its capitals
    check: Literal["", "nhs", "telephone", "postcode"] = ""  # what says whether what was found is one; "" where the pattern does
    instead: str

    def __hash__(self) -> int:
        """Return the hash of its code, by which it is known."""
        return hash(self.code)


class Sheet(Part):
    """One sheet of a dataset; its rows go to the table of the same code."""

    code: str
    title: str
    spellings: list[str] = []  # titles of before, still read
    help: str
    rows: Literal["one", "many"] = "many"
    required: bool = True
    columns: list[Column] = []
    columns_of: str | None = None  # instead of its own: the columns of another dataset's sheet, as in residents.waves
    questions: str | None = None  # the survey whose questions are further columns of this sheet
    of_people: bool = False  # each row is one person's, and not shown again
    key: list[str] = []  # the columns by which a row is known, again in the next version and twice in one; a sheet of one row needs none
    duplicate: str = ""  # the kind of problem of a row known by the same key as one above it; "" where that is none
    recurs: str = ""  # SQL over the rows: those that may stand there several times all the same

    def column(self, code: str) -> Column:
        """Return the column of this code; KeyError when there is none."""
        return {c.code: c for c in self.columns}[code]

    @property
    def told_by(self) -> Column | None:
        """The column that says of each row where it comes from; None where the dataset does."""
        return next((column for column in self.columns if any(option.provenance for option in column.options)), None)


def local_question(code: str, label: str, answers: str, no_answer: str = "") -> Column:
    """Return the column of a question the programme has added: a choice of its answers or, where it has none, a number.

    `answers` has semicolons between them, and so has what its survey writes where there is none, such as -9; 99.
    """
    options = [Option(code=text.casefold(), title=text) for text in listed(answers)]
    return Column(code=code, title=label, type="choice" if options else "number", help="", options=options, no_answer=listed(no_answer))


def listed(text: str) -> list[str]:
    """Return the parts of a text between semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]
