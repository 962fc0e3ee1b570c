"""The report on a stage, or between two: its cover and its parts, in the order that the definitions give."""

from collections.abc import Callable, Iterator

from cdmon.charts.timeline import drawing, in_words
from cdmon.clock import today
from cdmon.definitions import load
from cdmon.reports.blocks import Block, Heading, Paragraph, Picture, Report
from cdmon.reports.each_factor import each_factor
from cdmon.reports.progress import gate_part, kpis, milestones
from cdmon.reports.scope import Scope
from cdmon.reports.six_factors import six_factors
from cdmon.reports.sources import evidence, methods, money, reached_part
from cdmon.reports.summary import summary
from cdmon.reports.voices import author, effects_part, raised, restatements_part
from cdmon.tables.later import later
from cdmon.tables.timeline import timeline
from cdmon.wording import day

DRAFT = "Draft: not issued"
INVENTED = "Invented example: no figure in it is of real people"
PARTS: dict[str, Callable[[Scope], Iterator[Block]]] = {
    "summary": summary,
    "author": author,
    "six_factors": six_factors,
    "each_factor": each_factor,
    "milestones": milestones,
    "kpis": kpis,
    "gate": gate_part,
    "effects": effects_part,
    "raised": raised,
    "restatements": restatements_part,
    "evidence": evidence,
    "reached": reached_part,
    "money": money,
    "methods": methods,
}


def stage_report(scope: Scope, version: str, number: int | None = None, tell: Callable[[str], None] = lambda title: None) -> Report:
    """Return a report on a stage or at an interval; `version` is the store's data version, `number` that of one that is issued.

    Without a number it is a draft, and says so on every page. Its figures are those that pages show as at the day it is about, small
    numbers hidden; what authors wrote stands in a part of its own. `tell` is called with the title of each part before it is made.
    """
    notices = [DRAFT] * (number is None) + [INVENTED] * scope.programme.invented
    return Report(
        title=scope.due.title,
        programme=scope.programme.name,
        made_on=today(),
        cover=tuple(cover(scope, version, number)),
        blocks=tuple(blocks(scope, tell)),
        notices=tuple(notices),
    )


def cover(scope: Scope, version: str, number: int | None) -> Iterator[tuple[str, str]]:
    """Yield what stands on the cover below the title."""
    stage = scope.stage
    yield "Number", "Draft" if number is None else str(number)
    yield "Stage", f"{stage.number}. {stage.title}, {day(stage.starts)} to {day(stage.ends)}"
    yield "Figures as at", f"{day(scope.programme.today)}, {scope.programme.place_in_time}"
    if since := later(scope.then):
        yield "Since that day", since
    yield "Issued on" if number else "Made on", day(today())
    yield "Data version", version


def blocks(scope: Scope, tell: Callable[[str], None]) -> Iterator[Block]:
    """Yield what kind of report it is, then each of its parts under its heading; where nothing is on record, it says so."""
    yield Heading(1, "About this report")
    yield Paragraph(scope.kind.opening)
    yield from calendar(scope)
    for code in scope.kind.parts:
        part = load().report_parts[code]
        tell(part.title)
        yield Heading(1, part.title)
        yield Paragraph(part.about)
        found = list(PARTS[code](scope))
        yield from found or [Paragraph(part.none)]


def calendar(scope: Scope) -> Iterator[Block]:
    """Yield the calendar of the programme as a picture, with the day whose figures the report holds."""
    table, day_told = timeline(scope.then), scope.programme.today
    _, content = drawing(table, day_told)
    yield Picture(content, in_words(table, day_told), "Where the report stands in the programme")
