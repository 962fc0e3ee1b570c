"""The check: what is wrong with a file, and which returns it holds. The preview and the load run this same check."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cdmon.acts.names import Likeness, likenesses, listed_twice
from cdmon.definitions import load
from cdmon.disclosure import Rule, rows_told
from cdmon.problems import Problem, problem
from cdmon.returns.ahead import Ahead, reading_of
from cdmon.returns.incoming import lay_definitions, lay_periods, lay_sheets
from cdmon.returns.periods import period_problems
from cdmon.returns.plan import Plan, plan, plan_nil
from cdmon.returns.reading import Reading
from cdmon.returns.rules import row_problems
from cdmon.returns.setting import Setting, setting
from cdmon.tables.known import Known
from cdmon.tables.programme import Programme
from cdmon.wording import moment
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.sheets import ReadSheet


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


def check(known: Known, upload: Upload, ahead: Ahead | None = None) -> Checked:
    """Check a file, which may have been read ahead, by itself and against what the store holds; every problem at once, nothing stored."""
    current = setting(known)
    found = reading_of(upload, current, ahead)
    checked = Checked(upload, programme=current.programme, sheets=found.sheets)
    if found.parts:
        found.problems.take(find_problems(known, checked, found, current))
    checked.problems = found.problems.told()
    return checked


def find_problems(known: Known, checked: Checked, reading: Reading, current: Setting) -> Iterator[Problem]:
    """Yield what is wrong with a file that was read, beside what the store holds, and note its plans and likenesses on the way."""
    lay_definitions(known.cursor, current.milestones.values(), current.stage_starts)
    lay_periods(known.cursor, current.periods.values())
    for part in reading.parts:
        if not part.nil:
            plans = plan(known, part.dataset, part.sheets)
            checked.plans += plans
            yield from period_problems(plans, part.sheets, reading.given, current.periods)
            lay_sheets(known.cursor, part.dataset.sheets, part.sheets)
            yield from row_problems(known, part.dataset, part.sheets)
        elif part.neighbourhood is not None and part.month is not None:
            nothing = plan_nil(known, part.dataset, part.neighbourhood, part.month)
            checked.plans.append(nothing)
            yield from period_problems([nothing], [], reading.given, current.periods)
    checked.likenesses = likenesses(known, checked.sheets)
    yield from (each.problem() for each in checked.likenesses)
    yield from listed_twice(known, checked.sheets)
    yield from already_sent(known, checked.upload)


def already_sent(known: Known, upload: Upload) -> Iterator[Problem]:
    """Yield a problem when this very file was sent before, read as now, and each of its returns either counts or waits for a decision."""
    query = """
        SELECT submitted_at, submitted_by
        FROM submissions
        LEFT JOIN mappings USING (submission_id)
        WHERE sha256 = $sha256 AND coalesce(mapping, '') = $mapping
        AND NOT EXISTS (
            FROM returns
            WHERE returns.submission_id = submissions.submission_id
            AND return_id NOT IN (SELECT return_id FROM query_table($counting))
            AND (SELECT arg_max(kind, step) FROM events WHERE events.return_id = returns.return_id) <> 'submitted'
        )
    """
    mapping = upload.mapping.as_text() if upload.mapping else ""
    for sent, sender in known.execute(query, sha256=upload.sha256, mapping=mapping).fetchall():
        yield problem("file-already-sent", value=upload.file_name, sent=moment(sent), sender=sender)
        return
