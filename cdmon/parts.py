"""The parts that definitions are made of, as strict models; what they mean together is checked by `cdmon.definitions`."""

from datetime import date
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

ColumnType = Literal["text", "integer", "number", "date", "month", "choice"]
Wave = str  # the code of one of the waves of waves.yaml
# Indicators are the monthly ones, figures any, datasets those that neighbourhoods can owe.
RefersTo = Literal["neighbourhoods", "kpis", "milestones", "indicators", "figures", "waves", "datasets", "aspects"]
Basis = Literal["cumulative", "per period", "state"]
Line = Literal["headline", "second", "detail", "programme"]  # where an indicator stands in its factor; the last is of all areas together
LINES: tuple[Line, ...] = get_args(Line)
WHOLE_PROGRAMME = "programme"  # what people write where a return is of no neighbourhood in particular
RATING_LEVELS = 4  # of every rating, so that two of them can be read alike


class Part(BaseModel):
    """Any part of a definition: unknown keys are errors, nothing is converted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Option(Part):
    """One answer a column or a question accepts, stored as `code`, shown as `title`, also read from `spellings`."""

    code: str
    title: str
    spellings: list[str] = []
    provenance: str = ""  # of what a row with this answer tells, where the dataset's rows say it themselves
    scale: str = ""  # of an answer that is still read and no longer offered: the list of answers it belongs to
    substantive: bool = True  # False for "don't know" and the like: counted and shown, never part of a base


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


class Question(Part):
    """One survey question: our own short label (never the questionnaire's wording), its source and its answers."""

    code: str
    label: str
    source: str
    reference_period: str
    type: Literal["choice", "integer", "number", "text"] = "choice"
    options: list[Option] = []
    asked_if: dict[str, list[str]] = {}  # routing: every named question must have one of these answers
    minimum: float | None = None
    maximum: float | None = None
    no_answer: list[str] = []  # what this survey writes for no answer to it, beside the placeholders: words or codes, such as "-9"
    factor: int | None = None  # under which it is told, of a question that no indicator needs
    adds_up: bool = False  # of a number: whether the answers add up to a total that says something

    def column(self) -> Column:
        """Return the column in which a survey workbook holds this question's answers."""
        return Column(
            code=self.code,
            title=self.label,
            type=self.type,
            help=self.reference_period,
            example=self.options[0].title if self.options else "1" if self.type == "integer" else "",
            options=self.options,
            no_answer=self.no_answer,
            minimum=self.minimum,
            maximum=self.maximum,
        )


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


class Survey(Part):
    """A menu of questions."""

    code: str
    title: str
    source: str
    questions: list[Question]


class Stage(Part):
    """A stage of the programme, in months counted from the programme's start month, which is month 1."""

    number: int
    title: str
    first_month: int
    last_month: int
    break_clause: bool  # whether the commissioner may stop at the end of it
    begins: list[Wave] = []  # neighbourhoods of which waves owe returns from its first month on
    source: str


class Factor(Part):
    """One of the six factors of the handbook's Figure 2, with what the figure measures for it."""

    number: int
    title: str
    short: str  # where there is room for one word or two
    measures: list[str]
    indicators: list[str]  # in the order of the factor table: the headline, the second line, the detail, what is the programme's
    results: list[
        Literal["service change", "improvement"]
    ] = []  # outcomes of the dialogue with agencies that are listed beside its headline
    source: str


class Change(Part):
    """One version of a definition: from which day, and what was decided or changed then."""

    version: int
    date: date
    change: str


class Indicator(Part):
    """One figure of a factor: what it counts, in words and in SQL over the rows of one return.

    `proportion`: the numerator is a condition on a row, over the answers that say anything; others ("don't know") are NULL, as empty cells
    are. Who is in the base is who decides it, be it true or false: there `x OR y` needs one yes or two noes, `x AND y` one no or two yeses.
    `share`: a part of what is counted in full, not sampled; numerator and denominator are conditions on a row.
    `count` and `rate` (per 1,000 residents): `value` is an aggregate over the rows. `rating`: `value` is the level, 1 and up, that a row
    gives, of the rows that fulfil the denominator; of several raters the most independent one's counts.
    The expressions come only from this folder, never from an upload.
    """

    code: str
    factor: int
    line: Line
    title: str
    counts: str
    why_it_matters: str
    cannot_tell: str
    kind: Literal["proportion", "share", "count", "rate", "rating"]
    unit: str
    dataset: str
    sheet: str
    numerator_words: str = ""
    numerator: str = ""
    denominator_words: str = ""
    denominator: str = ""
    value_words: str = ""
    value: str = ""
    unknown: str = ""  # of what is counted: the condition of the lines that cannot be placed, told beside it
    unknown_words: str = ""  # said before their number
    yes_or_no: bool = False  # whether one is enough, so that in a neighbourhood the answer is read rather than the number
    members: str = ""  # of a count of groups: the condition of the lines that are counted, so that what came and went can be told
    levels: list[str] = []  # of a rating: what each level means, the lowest first
    measured: Literal["survey", "month end", "flow"]  # a flow happens over the month, and is added up over months
    counts_people: bool = False
    adds_up: bool = True  # False where the same thing may be counted in two neighbourhoods
    higher_is_better: bool | None  # None: neutral, more is neither better nor worse
    source: str
    owner: str  # the office that answers for the definition
    version: int
    date_reviewed: date
    next_review: date
    history: list[Change]  # every version, the first one first

    def __hash__(self) -> int:
        """Return the hash of its code, by which it is known."""
        return hash(self.code)

    @property
    def pools(self) -> bool:
        """Whether the figures of neighbourhoods make one of the programme; ratings and what does not add up do not."""
        return self.adds_up and self.kind != "rating"

    @property
    def is_flow(self) -> bool:
        """Whether it is added up over months."""
        return self.measured == "flow"

    @property
    def counts_things(self) -> bool:
        """Whether it counts things one by one, not sums of money, hours or people."""
        return self.value.startswith("count(")

    def expressions(self) -> list[str]:
        """Return the SQL expressions this indicator is computed with."""
        return [e for e in (self.numerator, self.denominator, self.value, self.unknown) if e]


class Comparator(Part):
    """A published figure of another area, for an indicator whose question has the same wording and base there."""

    indicator: str
    area: str
    value: float  # a fraction of 1
    period: str
    counts: str
    source: str


class Kpi(Part):
    """A direction of travel that the model contract or the programme itself asks for, measured by several indicators."""

    code: str
    title: str
    indicators: list[str]  # the first one leads: it is meant where a target names none
    cumulative: list[str] = []  # flows among them of which all that happened in the stage is told and targeted, and not a year of it
    lower_is_better: list[str] = []  # neutral ones among them of which less is hoped for
    higher_is_better: list[str] = []  # neutral ones of which more is
    stages: list[int] = []  # empty: every stage in which waves begin
    waves: list[str] = []  # empty: those that begin in the stage
    source: str
    inferred: bool = False

    def direction(self, indicator: Indicator) -> bool | None:
        """Return whether more of an indicator is hoped for; None where nothing says so."""
        if indicator.code in self.lower_is_better + self.higher_is_better:
            return indicator.code in self.higher_is_better
        return indicator.higher_is_better

    def basis(self, indicator: Indicator) -> Basis:
        """Return what its figure of a stage is: how things stand, what happens in so many months, or all that happened in the stage."""
        if indicator.code in self.cumulative:
            return "cumulative"
        return "per period" if indicator.is_flow else "state"


class Evidence(Part):
    """A part of what must be known before a milestone is reached: any one of its indicators shows it."""

    title: str
    any_of: list[str]


class Milestone(Part):
    """Something to be done by a month of a stage; shown by the data where `shown_by` is set, else by a dated sign-off."""

    code: str
    stage: int
    title: str
    waves: list[Wave] = []  # empty: one milestone of the programme; else one for each neighbourhood of these waves
    due_month: int | None = None  # counted from the programme's start; the end of the stage when neither of these is given
    due_after: int | None = None  # counted from the start of its stage, whose first month is 1
    shown_by: list[Evidence] = []  # what must all have a baseline
    later: bool = False  # whether it takes a figure after each baseline too
    signed_off_by: str = ""  # the office that does, where it is named
    not_applicable: str = ""  # why it does not apply to the programme, where it does not
    source: str
    inferred: bool = False


class Criterion(Part):
    """What a commissioner asks before break clauses: that a rule holds; of a milestone or a KPI, that of its own code."""

    code: str
    title: str = ""  # that of the milestone or the KPI where it has none of its own
    rule: str  # one of rules.yaml
    stages: list[int]  # at the end of which it is asked
    criticality: Literal["must", "should", "inform"]
    about_period: str = ""  # in words; the months of its stage where it says nothing
    known_by: date | None = None  # the cut-off of its break clause where it says nothing
    evidence_expected_on: date | None = None  # where it says nothing, as milestones and returns are due
    source: str


class LeftOpen(Part):
    """Something that the sources leave open: what is done unless a programme says otherwise, why, and where it does so."""

    code: str
    title: str
    default: str
    reason: str
    set_by: str


class GateRule(Part):
    """How a criterion is held against what is known; `by_returns`: on the returns of its stage's last month, too."""

    code: str
    title: str
    by_returns: bool = False


class ClauseForm(Part):
    """How a break clause can be worded: what the commissioner must do by a day, and what follows if nothing is decided."""

    code: str
    title: str
    needs: str
    if_undecided: str


class Outcome(Part):
    """What can be decided at a break clause, whether the programme goes on with it or ends, and what such a decision cannot do without."""

    code: str
    title: str
    goes_on: bool
    ends: bool = False
    needs: list[str] = []  # parts of a decision


class Mode(Part):
    """How the programme works in a neighbourhood in a stage, and when that follows from its wave."""

    code: str
    title: str
    words: str  # as a sentence begins with it
    after: int | None = None  # stages after the one in which its wave begins, from which on it holds; None: where nothing else does
    waves: list[Wave] = []  # empty: in every wave


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


def local_question(code: str, label: str, answers: str, no_answer: str = "") -> Column:
    """Return the column of a question the programme has added: a choice of its answers or, where it has none, a number.

    `answers` has semicolons between them, and so has what its survey writes where there is none, such as -9; 99.
    """
    options = [Option(code=text.casefold(), title=text) for text in listed(answers)]
    return Column(code=code, title=label, type="choice" if options else "number", help="", options=options, no_answer=listed(no_answer))


def listed(text: str) -> list[str]:
    """Return the parts of a text between semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]
