"""What a file says by itself: its sheets as they are read, and all that is wrong with them before anybody asks what was sent earlier.

It takes no store, only the programme's setting, so that a large file can be read apart from the server's process (see
`cdmon.returns.apart`); what the store knows is asked afterwards (see `cdmon.returns.check`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cdmon.definitions import load
from cdmon.parts.datasets import Dataset
from cdmon.problems import Problem, Tally, problem
from cdmon.returns.foreign import survey_of
from cdmon.returns.instructions import is_nil, made_for, nil_problems, read_instructions, version_problems
from cdmon.returns.outlines import outline_problems
from cdmon.returns.place import place, whole_month
from cdmon.returns.references import reference_problems
from cdmon.returns.rules import column_problems, early_problems, part_problems
from cdmon.returns.setting import Setting
from cdmon.workbooks.cells import Oddities, UnreadableFile, Upload
from cdmon.workbooks.doubts import doubt_problems, text_problems
from cdmon.workbooks.headings import heading_problems, nearest, recognise
from cdmon.workbooks.mapped import read_mapped
from cdmon.workbooks.oddities import oddity_problems
from cdmon.workbooks.personal import name_problems, personal_cells
from cdmon.workbooks.sheets import Given, ReadSheet, fill

MOST_TAKEN = 10_000  # cells with an error, of which the rules across rows would not tell anything that is true


@dataclass
class Part:
    """The rows of one dataset in a file: none where `nil` says that there is nothing to report, for that neighbourhood and month."""

    dataset: Dataset
    sheets: list[ReadSheet]
    nil: bool = False
    neighbourhood: str | None = None
    month: str | None = None


@dataclass
class Reading:
    """A file as it was read: its parts, as far as they are whole enough to be looked at further, and the problems met so far."""

    given: Given = field(default_factory=Given)
    sheets: list[ReadSheet] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    problems: Tally = field(default_factory=Tally)


def reading(upload: Upload, setting: Setting) -> Reading:
    """Read a file for a programme of this setting, and find every problem that it has by itself."""
    found = Reading()
    try:
        found.problems.take(find_problems(upload, setting, found))
    except UnreadableFile as error:
        found.problems.take([problem(error.code, value=upload.file_name, **error.words)])
    return found


def without_cells(upload: Upload, setting: Setting) -> Reading:
    """Read a file, and return only what is needed further on: problems, headings and frames, and no object for each cell.

    A file with a great many errors is not compared any further, neither its rows with one another nor with what was sent before.
    """
    found = reading(upload, setting)
    if len(found.problems.taken) > MOST_TAKEN:
        found.problems.take([problem("rows-not-compared")])
        found.problems.taken.clear()
        return Reading(found.given, problems=found.problems)
    for sheet in [*found.sheets, *(sheet for part in found.parts for sheet in part.sheets)]:
        sheet.lines, sheet.oddities = sheet.lines[: sheet.heading_line + 1], Oddities()
    return found


def find_problems(upload: Upload, setting: Setting, reading: Reading) -> Iterator[Problem]:
    """Yield every problem that a file has by itself, and note its sheets and parts on the way."""
    definitions = load()
    for raw in upload.sheets:
        yield from text_problems(raw)
    yield from name_problems(upload)
    given, found, problems = recognised(upload, setting)
    reading.given = given
    nil = [dataset for dataset in definitions.datasets.values() if is_nil(given, dataset)]
    if not found and upload.mapping is not None:
        yield from problems
        return
    if not found and not nil:
        titles = ", ".join(sheet.title for dataset in definitions.datasets.values() for sheet in dataset.sheets if sheet.required)
        hint = nearest(definitions, upload.sheets, setting.local_questions)
        yield problem("file-unknown-template", value=upload.file_name, known=titles, hint=hint)
        return
    yield from problems
    yield from (cell.told for cell in personal_cells(upload, found))
    datasets = {dataset.code: dataset for dataset in (*(sheet.dataset for sheet in found), *nil)}
    if setting.start_month is None and not any(sheet.dataset.code == "programme" and sheet.places for sheet in found):
        yield problem("programme-not-set-up", value=upload.file_name)
        return
    for sheet in found:
        yield from heading_problems(sheet)
        yield from fill(sheet)
        yield from oddity_problems(sheet)
        yield from doubt_problems(sheet)
    empty = [dataset for dataset in datasets.values() if dataset not in nil and is_empty(dataset, found)]
    if len(empty) < len(datasets):  # in a workbook of several returns, a sheet may be left empty
        yield from left_empty(empty, found, setting, whole_month(given))
        datasets = {code: dataset for code, dataset in datasets.items() if dataset not in empty}
    sheets = [sheet for sheet in found if sheet.dataset.code in datasets]
    for sheet in sheets:
        yield from reference_problems(sheet, setting, sheets)
        yield from outline_problems(sheet, setting)
        yield from column_problems(sheet)
        yield from part_problems(sheet)
        yield from early_problems(sheet, setting.start_month or start_month(sheets))
    for dataset in datasets.values():
        yield from version_problems(given, dataset, definitions)
        yield from nil_problems(given, dataset)
        of_dataset = Part(dataset, [sheet for sheet in sheets if sheet.dataset is dataset], dataset in nil)
        missing = [] if of_dataset.nil else list(sheet_problems(dataset, of_dataset.sheets))
        yield from missing
        if not missing:
            yield from place_part(of_dataset, given, setting)
            reading.parts.append(of_dataset)
    reading.sheets = [sheet for sheet in sheets if sheet.dataset not in nil]


def recognised(upload: Upload, setting: Setting) -> tuple[Given, list[ReadSheet], list[Problem]]:
    """Return what the Instructions say, the sheets that are known, not read yet, and what is wrong with the sheets as such.

    A survey of another tool has no Instructions: its sheets are those that its mapping makes of it.
    """
    if upload.mapping is not None:
        return Given(), *read_mapped(upload.mapping, upload.sheets, survey_of(upload.mapping.dataset, setting))
    given = read_instructions(upload.sheets)
    others = [raw for raw in upload.sheets if raw.title != given.sheet]
    return given, *recognise(load(), others, setting.local_questions, made_for(given, load()))


def place_part(part: Part, given: Given, setting: Setting) -> Iterator[Problem]:
    """Fill in what a part is for, and yield what nobody gives, and rows where nothing is to be reported."""
    for sheet in part.sheets if part.nil else []:
        if not sheet.frame.empty:
            yield sheet.problem("nil-with-rows", row=sheet.frame["row_number"].iloc[0])
    part.neighbourhood, part.month = yield from place(part.dataset, [] if part.nil else part.sheets, given, setting)
    if part.neighbourhood is None and part.dataset.scope == "programme":
        part.neighbourhood = ""
    if part.nil and part.neighbourhood is None:
        yield problem("neighbourhood-not-given", sheet=given.sheet)
    if part.nil and part.month is None and "Month" not in given.values:
        yield problem("month-not-given", sheet=given.sheet)


def is_empty(dataset: Dataset, found: list[ReadSheet]) -> bool:
    """Tell whether no sheet of a dataset that is there has any row."""
    return all(sheet.frame.empty for sheet in found if sheet.dataset is dataset)


def left_empty(empty: list[Dataset], found: list[ReadSheet], setting: Setting, month: str | None) -> Iterator[Problem]:
    """Yield a warning for each sheet that was left empty though its return is owed."""
    yield from (sheet.problem("sheet-left-empty") for sheet in found if sheet.dataset in empty and setting.owes(sheet.dataset, month))


def sheet_problems(dataset: Dataset, sheets: list[ReadSheet]) -> Iterator[Problem]:
    """Yield what is wrong with the sheets of one dataset as a whole: missing, or not filled in."""
    found = {sheet.sheet.code: sheet for sheet in sheets}
    for expected in dataset.sheets:
        sheet = found.get(expected.code)
        if sheet is None:
            if expected.required:
                yield problem("sheet-missing", sheet=expected.title, dataset=dataset.title)
            continue
        if expected.required and sheet.frame.empty:
            yield sheet.problem("sheet-without-rows")
        elif expected.questions and not sheet.is_answered:
            yield sheet.problem("no-answers")
        if expected.rows == "one":
            first = next(iter(sheet.places), None)
            yield from (sheet.problem("sheet-several-rows", first, number) for number in sheet.frame["row_number"][1:])


def start_month(sheets: list[ReadSheet]) -> str | None:
    """Return the programme's first month that a set-up gives; None where the sheets are of something else."""
    given = next((sheet.frame["start_month"].dropna() for sheet in sheets if sheet.sheet.code == "programme"), None)
    return None if given is None or given.empty else str(given.iloc[0])
