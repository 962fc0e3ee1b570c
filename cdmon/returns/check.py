"""The check: what is wrong with a file, and which returns it holds. The preview and the load run this same check."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cdmon.database import Cursor
from cdmon.definitions import load
from cdmon.parts import Dataset
from cdmon.returns.incoming import lay_definitions, lay_sheets
from cdmon.returns.plan import Plan, place, plan
from cdmon.returns.problems import Problem, group, problem
from cdmon.returns.rules import column_problems, row_problems
from cdmon.returns.setting import Setting, setting, spelled
from cdmon.workbooks.cells import UnreadableFile, Upload
from cdmon.workbooks.headings import heading_problems, recognise
from cdmon.workbooks.sheets import Given, ReadSheet, fill, is_answered, read_given
from cdmon.workbooks.values import normal, read_integer


@dataclass
class Checked:
    """A file that was checked: its problems, grouped, errors first, and the returns it holds."""

    upload: Upload
    problems: list[Problem] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    sheets: list[ReadSheet] = field(default_factory=list)  # once planned, their frames carry the return_id of each row

    @property
    def ok(self) -> bool:
        """Whether the file may be stored: it has no error."""
        return not any(each.severity == "error" for each in self.problems)


def check(cursor: Cursor, upload: Upload) -> Checked:
    """Check a file against the definitions and against what the store holds; every problem at once, nothing stored."""
    checked = Checked(upload)
    try:
        problems = list(find_problems(cursor, checked))
    except UnreadableFile as error:
        problems = [problem(error.code, value=upload.file_name, **error.words)]
    checked.problems = group(problems)
    return checked


def find_problems(cursor: Cursor, checked: Checked) -> Iterator[Problem]:
    """Yield every problem of a file, and note its sheets and plans on the way."""
    definitions = load()
    current = setting(cursor)
    given = read_given(checked.upload.sheets)
    checked.sheets, problems = recognise(definitions, checked.upload.sheets, {"residents": current.local_questions})
    if not checked.sheets:
        known = ", ".join(sheet.title for dataset in definitions.datasets.values() for sheet in dataset.sheets if sheet.required)
        yield problem("file-unknown-template", value=checked.upload.file_name, known=known)
        return
    yield from problems
    datasets = {sheet.dataset.code: sheet.dataset for sheet in checked.sheets}
    if current.start_month is None and "programme" not in datasets:
        yield problem("programme-not-set-up", value=checked.upload.file_name)
        return
    for sheet in checked.sheets:
        yield from heading_problems(sheet)
        yield from fill(sheet)
    for sheet in checked.sheets:
        yield from reference_problems(sheet, current, checked.sheets)
        yield from column_problems(sheet)
    lay_definitions(cursor, definitions)
    for dataset in datasets.values():
        sheets = [sheet for sheet in checked.sheets if sheet.dataset is dataset]
        missing = list(sheet_problems(dataset, sheets, given))
        yield from missing
        if not missing:
            yield from place(dataset, sheets, given, current)
            checked.plans += plan(cursor, dataset, sheets)
            lay_sheets(cursor, dataset.sheets, sheets)
            yield from row_problems(cursor, dataset, sheets)
    yield from already_sent(cursor, checked.upload)


def sheet_problems(dataset: Dataset, sheets: list[ReadSheet], given: Given) -> Iterator[Problem]:
    """Yield what is wrong with the sheets of one dataset as a whole: of another template version, missing, or not filled in."""
    if (
        given.values.get("dataset") == dataset.code
        and read_integer(given.values.get("template version", dataset.version)) != dataset.version
    ):
        yield given.problem("template-version-unknown", "template version", dataset=dataset.title, current=dataset.version)
    found = {sheet.sheet.code: sheet for sheet in sheets}
    for expected in dataset.sheets:
        sheet = found.get(expected.code)
        if sheet is None:
            if expected.required:
                yield problem("sheet-missing", sheet=expected.title, dataset=dataset.title)
            continue
        if expected.required and sheet.frame.empty:
            yield sheet.problem("sheet-without-rows")
        elif expected.questions and not is_answered(sheet):
            yield sheet.problem("no-answers")
        if expected.rows == "one":
            first = next(iter(sheet.places), None)
            yield from (sheet.problem("sheet-several-rows", first, number) for number in sheet.frame["row_number"][1:])


def reference_problems(sheet: ReadSheet, current: Setting, sheets: list[ReadSheet]) -> Iterator[Problem]:
    """Yield the cells that name a neighbourhood, KPI or milestone that is not there; write the others as their code.

    A set-up that is being sent brings its own neighbourhoods.
    """
    register = next((each.frame for each in sheets if each.sheet.code == "neighbourhoods"), None)
    for column in sheet.sheet.columns:
        if column.refers_to is None:
            continue
        known = current.known(column.refers_to)
        if column.refers_to == "neighbourhoods" and register is not None:
            known = spelled(dict(register[["code", "name"]].dropna().itertuples(index=False, name=None)))
        if not known:
            continue  # a set-up without neighbourhoods has that problem alone
        texts = sheet.frame[column.code]
        codes = texts.map({text: known.get(normal(text)) for text in texts.dropna().unique()}).astype("string")
        unknown = texts.notna() & codes.isna()
        for number, text in zip(sheet.frame["row_number"][unknown], texts[unknown], strict=True):
            kind = column.refers_to.removesuffix("s")
            yield sheet.problem(f"cell-unknown-{kind}", column.code, number, text, known=", ".join(dict.fromkeys(map(str, known.values()))))
        sheet.frame[column.code] = codes.fillna(texts)


def already_sent(cursor: Cursor, upload: Upload) -> Iterator[Problem]:
    """Yield a problem when this very file was sent before and all of its returns are still those that count."""
    query = """
        SELECT submitted_at, submitted_by
        FROM submissions
        WHERE sha256 = ?
        AND NOT EXISTS (
            FROM returns
            WHERE returns.submission_id = submissions.submission_id
            AND return_id NOT IN (SELECT return_id FROM counting)
        )
    """
    for sent, sender in cursor.execute(query, [upload.sha256]).fetchall():
        yield problem("file-already-sent", value=upload.file_name, sent=f"{sent:%d/%m/%Y at %H:%M} UTC", sender=sender)
        return
