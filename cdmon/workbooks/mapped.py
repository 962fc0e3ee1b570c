"""A survey of another tool read by its mapping: the sheets of our template, whose problems are told at the cells of the file."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from cdmon.parts.columns import Column, Sheet
from cdmon.parts.datasets import Dataset
from cdmon.problems import Problem, problem
from cdmon.text import key, shorten
from cdmon.workbooks.answer_table import AnswerTable, Source, answer_table, cell_of, split
from cdmon.workbooks.cells import RawSheet
from cdmon.workbooks.mapping import EMPTY, MISSING, NOT_USED, Match, SurveyMapping, column_name
from cdmon.workbooks.sheets import ReadSheet
from cdmon.workbooks.written import tidy

RESPONDENT = "respondent"
ROUND = "Facts of the round"  # what its sheet is called where no sheet of the file has them
LONGEST_LIST = 2_000  # characters


@dataclass(frozen=True)
class Survey:
    """What a mapping maps to: a dataset, and the columns of its answers by code, the programme's own questions among them."""

    dataset: Dataset
    columns: Mapping[str, Column]

    @property
    def responses(self) -> Sheet:
        """The sheet of answers."""
        return next(sheet for sheet in self.dataset.sheets if sheet.questions)

    @property
    def about(self) -> Sheet:
        """The sheet about the round."""
        return next(sheet for sheet in self.dataset.sheets if sheet.rows == "one")


def is_listed(column: Column) -> bool:
    """Tell whether each answer to a question is one of a list, so that a mapping must say of all of theirs what they are."""
    return column.type == "choice"


def table_of(sheets: Sequence[RawSheet], mapping: SurveyMapping | None = None) -> AnswerTable | None:
    """Return the table of answers in a file: that with the most of a mapping's headings, or the most rows; None where there is none."""
    headings = set(mapping.headings) if mapping else set()
    found = [table for raw in sheets if (table := answer_table(raw, mapping.heading_rows if mapping else None))]
    return max(found, key=lambda table: (len(headings & table.sources.keys()), len(table.rows)), default=None)


def mapping_problems(mapping: SurveyMapping, table: AnswerTable, survey: Survey) -> Iterator[Problem]:
    """Yield what a mapping leaves open or says twice about a table: columns, questions, and answers as such."""
    columns, title = survey.columns, table.raw.title
    said, sources = Counter(match.question for match in mapping.matches), sources_of(mapping, table)
    for name, source in table.sources.items():
        if not source.separator and name not in mapping.named and name not in mapping.joined:
            yield problem("mapping-column-open", sheet=title, cell=heading_cell(table, source), column=name, value=name)
    for match in mapping.matches:
        column = columns.get(match.question)
        cell = heading_cell(table, sources[match.name]) if match.name in sources else None
        if match.name not in sources:
            yield problem("mapping-column-gone", sheet=title, column=match.name, question=told(match, column))
        if column is None:
            yield problem("mapping-question-unknown", sheet=title, cell=cell, column=match.name, value=match.question)
        elif said[match.question] > 1:
            names = " and ".join(f"“{other.name}”" for other in mapping.matches if other.question == match.question)
            yield problem("mapping-question-twice", sheet=title, cell=cell, column=column.title, value=match.question, columns=names)
        elif match.name in sources:
            yield from answer_problems(match, column, table, sources[match.name])
    if RESPONDENT not in said and not mapping.number_rows:
        yield problem("mapping-respondent-missing", sheet=title, column=columns[RESPONDENT].title)
    for fact in survey.about.columns:
        if fact.required and not mapping.round.get(fact.code):
            yield problem("mapping-fact-missing", column=fact.title, help=fact.help)
    if mapping.not_used:
        names = "; ".join(f"“{name}”" for name in mapping.not_used)
        yield problem("mapping-columns-not-used", sheet=title, columns=shorten(names, LONGEST_LIST))


def sources_of(mapping: SurveyMapping, table: AnswerTable) -> dict[str, Source]:
    """Return what each of a mapping's columns is in a table, by name, those that are there; also an option that nobody has chosen."""
    found = {name: source for name, source in table.sources.items() if not source.separator}
    for match in mapping.matches:
        if match.separator and match.heading in found:
            place = found[match.heading].place
            found[match.name] = Source(match.heading, place, match.chosen, (place,), match.separator)
    return found


def answer_problems(match: Match, column: Column, table: AnswerTable, source: Source) -> Iterator[Problem]:
    """Yield the answers of one column that a mapping leaves open, or takes for an answer that the question does not have, by cell."""
    codes = {option.code for option in column.options}
    taken = {*codes, MISSING, NOT_USED} if is_listed(column) else {*match.answers.values()}
    wrong = {theirs: ours for theirs, ours in match.answers.items() if not ours or ours not in taken}
    found = cells_by_answer(table, source) if wrong else {}
    words = {"question": told(match, column), "options": ", ".join([*codes, MISSING, NOT_USED])}
    for theirs, ours in wrong.items():
        code, value = ("mapping-answer-not-ours", ours) if ours else ("mapping-answer-open", theirs or "an empty cell")
        for cell in found.get(key(theirs), [heading_cell(table, source)]):
            yield problem(code, sheet=table.raw.title, cell=cell, column=match.name, value=value, **words)


def heading_cell(table: AnswerTable, source: Source) -> str:
    """Return the address of a column's heading in the file; of several rows of headings, in the last."""
    return f"{get_column_letter(source.place + 1)}{table.last_heading + 1}"


def cells_by_answer(table: AnswerTable, source: Source) -> dict[str, list[str]]:
    """Return the addresses of the cells in which each answer stands, by its key."""
    found: dict[str, list[str]] = {}
    for (number, _), cell in zip(table.rows, table.cells(source), strict=True):
        found.setdefault(key(tidy(cell)), []).append(f"{get_column_letter(source.place + 1)}{number}")
    return found


def told(match: Match, column: Column | None) -> str:
    """Return what a question is called where a problem tells of it: by its code and words."""
    return f"{match.question} ({column.title})" if column else match.question


def read_mapped(mapping: SurveyMapping, sheets: Sequence[RawSheet], survey: Survey) -> tuple[list[ReadSheet], list[Problem]]:
    """Return the sheets of our template that a file holds by a mapping, not yet filled, and what is wrong with the mapping of it."""
    table = table_of(sheets, mapping)
    if table is None:
        return [], [problem("mapping-no-table")]
    problems = list(mapping_problems(mapping, table, survey))
    if any(each.severity == "error" for each in problems):
        return [], problems
    responses, more = read_responses(mapping, table, survey)
    return [read_round(mapping, survey), responses], problems + more


def read_round(mapping: SurveyMapping, survey: Survey) -> ReadSheet:
    """Return the sheet about the round, whose facts stand in no cell."""
    columns = {column.code: column for column in survey.about.columns}
    places = {code: number for number, code in enumerate(columns)}
    facts: list[object] = [mapping.round.get(code) or None for code in columns]
    nowhere: dict[str, int | None] = dict.fromkeys(columns)
    return ReadSheet(survey.dataset, survey.about, ROUND, columns, places, [[*columns], facts], 0, told_at=nowhere)


def read_responses(mapping: SurveyMapping, table: AnswerTable, survey: Survey) -> tuple[ReadSheet, list[Problem]]:
    """Return the sheet of answers, each translated where it stands, and the cells whose answer is not mapped, or is not used.

    What is one option of several is read from a column behind the others, and told where it stands.
    """
    lines: list[list[object]] = [[None] * table.width for _ in table.raw.rows]
    places, elsewhere, problems = dict[str, int](), dict[str, int | None](), list[Problem]()
    sources = sources_of(mapping, table)
    for heading, separator in mapping.joined.items():
        problems += option_problems(mapping, table, sources[heading], separator)
    for match in mapping.matches:
        source = sources[match.name]
        places[match.question] = source.place
        if source.chosen:
            places[match.question] = table.width + len(elsewhere)
            elsewhere[match.question] = source.place
        column = survey.columns[match.question]
        problems += fill_in(lines, table, source, match, column, places[match.question])
    if mapping.number_rows:
        places[RESPONDENT], elsewhere[RESPONDENT] = table.width + len(elsewhere), None
        number_rows(lines, table, places[RESPONDENT])
    headings: list[object] = [None] * (table.width + len(elsewhere))
    for code, place in places.items():
        headings[place] = code
    lines[table.last_heading] = headings
    found = ReadSheet(survey.dataset, survey.responses, table.raw.title, dict(survey.columns), places, lines, table.last_heading)
    found.oddities, found.told_at = table.raw.oddities, elsewhere
    return found, problems


def option_problems(mapping: SurveyMapping, table: AnswerTable, source: Source, separator: str) -> Iterator[Problem]:
    """Yield the cells of several answers that hold one which the mapping does not know."""
    for number, row in table.rows:
        for option in split(tidy(cell_of(row, source.place)), separator):
            if column_name(source.heading, option) not in mapping.named:
                address, words = f"{get_column_letter(source.place + 1)}{number}", {"question": source.heading}
                yield problem("mapping-answer-unknown", sheet=table.raw.title, cell=address, column=source.heading, value=option, **words)


def fill_in(lines: list[list[object]], table: AnswerTable, source: Source, match: Match, column: Column, place: int) -> Iterator[Problem]:
    """Write the answers that one match gives into a place of the lines; yield the cells whose answer it does not know, or does not use."""
    answers = {key(theirs): ours for theirs, ours in match.answers.items()}
    known: dict[tuple[type, object], str | None] = {}
    for (number, _), cell in zip(table.rows, table.cells(source), strict=True):
        if (type(cell), cell) not in known:
            known[type(cell), cell] = answers.get(key(tidy(cell)))
        ours = known[type(cell), cell]
        line = lines[number - 1]
        line += [None] * (place + 1 - len(line))
        address = f"{get_column_letter(source.place + 1)}{number}"
        if ours is None:
            line[place] = cell
            if is_listed(column) and tidy(cell) != EMPTY:
                words = {"question": told(match, column)}
                yield problem("mapping-answer-unknown", sheet=table.raw.title, cell=address, column=source.name, value=cell, **words)
        elif ours == NOT_USED and tidy(cell) != EMPTY:
            yield problem("mapping-answer-not-used", sheet=table.raw.title, cell=address, column=source.name, value=cell)
        elif ours not in (MISSING, NOT_USED):
            line[place] = ours


def number_rows(lines: list[list[object]], table: AnswerTable, place: int) -> None:
    """Name the respondent of each row that has an answer by the number of the row."""
    for number, _ in table.rows:
        line = lines[number - 1]
        if any(cell is not None for cell in line):
            line += [None] * (place + 1 - len(line))
            line[place] = f"row {number}"
