"""The check: what is wrong with a file, and which returns it holds. The preview and the load run this same check."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from cdmon.acts.names import Likeness, likenesses
from cdmon.definitions import load
from cdmon.disclosure import Rule, rows_told
from cdmon.parts import WHOLE_PROGRAMME, Column, Dataset, listed
from cdmon.problems import Problem, group, problem
from cdmon.returns.incoming import lay_definitions, lay_periods, lay_sheets
from cdmon.returns.instructions import is_nil, made_for, nil_problems, read_instructions, version_problems
from cdmon.returns.outlines import outline_problems
from cdmon.returns.periods import period_problems
from cdmon.returns.place import place, whole_month
from cdmon.returns.plan import Plan, plan, plan_nil
from cdmon.returns.rules import column_problems, early_problems, part_problems, row_problems
from cdmon.returns.setting import Setting, setting, spelled
from cdmon.tables.known import Known
from cdmon.tables.programme import Programme, wave_spellings, waves_named
from cdmon.text import normal
from cdmon.wording import moment
from cdmon.workbooks.cells import UnreadableFile, Upload
from cdmon.workbooks.doubts import doubt_problems, text_problems
from cdmon.workbooks.headings import heading_problems, nearest, recognise
from cdmon.workbooks.oddities import oddity_problems
from cdmon.workbooks.sheets import Given, ReadSheet, fill, is_answered


@dataclass
class Checked:
    """A file that was checked: its problems, grouped, errors first, and the returns it holds."""

    upload: Upload
    problems: list[Problem] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    sheets: list[ReadSheet] = field(default_factory=list)  # once planned, their frames carry the return_id of each row
    likenesses: list[Likeness] = field(default_factory=list)  # names of groups that may be others spelled differently
    programme: Programme | None = None  # as it is set up now

    @property
    def ok(self) -> bool:
        """Whether the file may be stored: it has no error."""
        return not any(each.severity == "error" for each in self.problems)

    def rows_told(self, plan: Plan) -> int | str:
        """Return how many rows one of its returns has, or the word "hidden"."""
        return rows_told(plan.rows, load().datasets[plan.dataset], self.programme.small_numbers if self.programme else Rule())


def check(known: Known, upload: Upload) -> Checked:
    """Check a file against the definitions and against what the store holds; every problem at once, nothing stored."""
    checked = Checked(upload)
    try:
        checked.problems = group(find_problems(known, checked))  # which ends the search when it has enough
    except UnreadableFile as error:
        checked.problems = [problem(error.code, value=upload.file_name, **error.words)]
    return checked


def find_problems(known: Known, checked: Checked) -> Iterator[Problem]:
    """Yield every problem of a file, and note its sheets, plans and likenesses on the way."""
    definitions = load()
    for raw in checked.upload.sheets:
        yield from text_problems(raw)
    current = setting(known)
    checked.programme = current.programme
    given = read_instructions(checked.upload.sheets)
    said = made_for(given, definitions)
    found, problems = recognise(
        definitions, [raw for raw in checked.upload.sheets if raw.title != given.sheet], current.local_questions, said
    )
    nil = [dataset for dataset in definitions.datasets.values() if is_nil(given, dataset)]
    if not found and not nil:
        titles = ", ".join(sheet.title for dataset in definitions.datasets.values() for sheet in dataset.sheets if sheet.required)
        hint = nearest(definitions, checked.upload.sheets, current.local_questions)
        yield problem("file-unknown-template", value=checked.upload.file_name, known=titles, hint=hint)
        return
    yield from problems
    datasets = {dataset.code: dataset for dataset in (*(sheet.dataset for sheet in found), *nil)}
    if current.start_month is None and not any(sheet.dataset.code == "programme" and sheet.places for sheet in found):
        yield problem("programme-not-set-up", value=checked.upload.file_name)
        return
    for sheet in found:
        yield from heading_problems(sheet)
        yield from fill(sheet)
        yield from oddity_problems(sheet)
        yield from doubt_problems(sheet)
    empty = [dataset for dataset in datasets.values() if dataset not in nil and is_empty(dataset, found)]
    if len(empty) < len(datasets):  # in a workbook of several returns, a sheet may be left empty
        yield from left_empty(empty, found, current, whole_month(given))
        datasets = {code: dataset for code, dataset in datasets.items() if dataset not in empty}
    checked.sheets = [sheet for sheet in found if sheet.dataset.code in datasets]
    for sheet in checked.sheets:
        yield from reference_problems(sheet, current, checked.sheets)
        yield from outline_problems(sheet, current)
        yield from column_problems(sheet)
        yield from part_problems(sheet)
        yield from early_problems(sheet, current.start_month or start_month(checked.sheets))
    lay_definitions(known.cursor, current.milestones.values())
    lay_periods(known.cursor, current.periods.values())
    for dataset in datasets.values():
        yield from version_problems(given, dataset, definitions)
        yield from nil_problems(given, dataset)
        sheets = [sheet for sheet in checked.sheets if sheet.dataset is dataset]
        yield from dataset_problems(known, checked, dataset, sheets, given, current, dataset in nil)
    checked.sheets = [sheet for sheet in checked.sheets if sheet.dataset not in nil]
    checked.likenesses = likenesses(known, checked.sheets)
    yield from (each.problem() for each in checked.likenesses)
    yield from already_sent(known, checked.upload)


def dataset_problems(
    known: Known, checked: Checked, dataset: Dataset, sheets: list[ReadSheet], given: Given, current: Setting, nil: bool
) -> Iterator[Problem]:
    """Yield what is wrong with the rows of one dataset as a whole, and note the returns they make."""
    missing = [] if nil else list(sheet_problems(dataset, sheets))
    yield from missing
    if missing:
        return
    for sheet in sheets if nil else []:
        if not sheet.frame.empty:
            yield sheet.problem("nil-with-rows", row=sheet.frame["row_number"].iloc[0])
    neighbourhood, month = yield from place(dataset, [] if nil else sheets, given, current)
    if not nil:
        plans = plan(known, dataset, sheets)
        checked.plans += plans
        yield from period_problems(plans, sheets, given, current.periods)
        lay_sheets(known.cursor, dataset.sheets, sheets)
        yield from row_problems(known, dataset, sheets)
        return
    if neighbourhood is None and dataset.scope == "programme":
        neighbourhood = ""
    if neighbourhood is None:
        yield problem("neighbourhood-not-given", sheet=given.sheet)
    if month is None and "Month" not in given.values:
        yield problem("month-not-given", sheet=given.sheet)
    if neighbourhood is not None and month is not None:
        nothing = plan_nil(known, dataset, neighbourhood, month)
        checked.plans.append(nothing)
        yield from period_problems([nothing], [], given, current.periods)


def is_empty(dataset: Dataset, found: list[ReadSheet]) -> bool:
    """Tell whether no sheet of a dataset that is there has any row."""
    return all(sheet.frame.empty for sheet in found if sheet.dataset is dataset)


def left_empty(empty: list[Dataset], found: list[ReadSheet], current: Setting, month: str | None) -> Iterator[Problem]:
    """Yield a warning for each sheet that was left empty though its return is owed."""
    yield from (sheet.problem("sheet-left-empty") for sheet in found if sheet.dataset in empty and current.owes(sheet.dataset, month))


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
        elif expected.questions and not is_answered(sheet):
            yield sheet.problem("no-answers")
        if expected.rows == "one":
            first = next(iter(sheet.places), None)
            yield from (sheet.problem("sheet-several-rows", first, number) for number in sheet.frame["row_number"][1:])


def start_month(sheets: list[ReadSheet]) -> str | None:
    """Return the programme's first month that a set-up gives; None where the sheets are of something else."""
    given = next((sheet.frame["start_month"].dropna() for sheet in sheets if sheet.sheet.code == "programme"), None)
    return None if given is None or given.empty else str(given.iloc[0])


def reference_problems(sheet: ReadSheet, current: Setting, sheets: list[ReadSheet]) -> Iterator[Problem]:
    """Yield the cells that name a neighbourhood, KPI, milestone, indicator or wave that is not there; write the others as their code.

    A set-up that is being sent brings its own neighbourhoods and waves, and KPIs beside those there are.
    """
    brought = brought_by(sheets)
    for column in sheet.sheet.columns:
        if column.refers_to is None:
            continue
        known = brought.get(column.refers_to, current.known(column.refers_to, sheet.dataset.scope))
        if column.refers_to == "kpis":
            known = current.known("kpis", sheet.dataset.scope) | known
        if not known:
            continue  # a set-up without neighbourhoods has that problem alone
        texts = sheet.frame[column.code]
        words = {text: words_of(column, text) for text in texts.dropna().unique()}
        for number, text in zip(sheet.frame["row_number"], texts, strict=True):
            for word in words.get(text, []):
                if normal(word) not in known:
                    kind = column.refers_to.removesuffix("s")
                    told = ", ".join(dict.fromkeys(code or WHOLE_PROGRAMME for code in known.values()))
                    yield sheet.problem(f"cell-unknown-{kind}", column.code, number, word, known=told)
        codes = {text: "; ".join(known.get(normal(word), word) for word in said) if said else None for text, said in words.items()}
        sheet.frame[column.code] = texts.map(codes).astype("string")


def words_of(column: Column, text: str) -> list[str]:
    """Return what a cell names: one thing or, where its column takes several, each of those between semicolons."""
    return listed(text) if column.several else [text]


def brought_by(sheets: list[ReadSheet]) -> dict[str, dict[str, str]]:
    """Return what a set-up among the sheets brings itself, by what it is: each code by the normalised ways of writing it."""
    frames = {sheet.sheet.code: sheet.frame for sheet in sheets}
    if "neighbourhoods" not in frames:
        return {}
    places = frames["neighbourhoods"][["code", "name"]].dropna()
    own = frames.get("own_waves", pd.DataFrame(columns=["wave", "title"])).dropna(subset="wave")
    waves = waves_named(own[["wave", "title"]].astype(object).fillna(""))
    kpis = frames.get("own_kpis", pd.DataFrame(columns=["code", "title"])).dropna(subset="code")
    return {
        "neighbourhoods": spelled(dict(places.itertuples(index=False, name=None))),
        "waves": wave_spellings(waves),
        "kpis": spelled(dict(zip(kpis["code"], kpis["title"].fillna(kpis["code"]), strict=True))),
    }


def already_sent(known: Known, upload: Upload) -> Iterator[Problem]:
    """Yield a problem when this very file was sent before and each of its returns either counts or waits for a decision."""
    query = """
        SELECT submitted_at, submitted_by
        FROM submissions
        WHERE sha256 = $sha256
        AND NOT EXISTS (
            FROM returns
            WHERE returns.submission_id = submissions.submission_id
            AND return_id NOT IN (SELECT return_id FROM query_table($counting))
            AND (SELECT arg_max(kind, step) FROM events WHERE events.return_id = returns.return_id) <> 'submitted'
        )
    """
    for sent, sender in known.execute(query, sha256=upload.sha256).fetchall():
        yield problem("file-already-sent", value=upload.file_name, sent=moment(sent), sender=sender)
        return
