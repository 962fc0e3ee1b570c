"""What a report tells of what people saw and said: effects, what residents raised, and what its authors wrote; and of corrections."""

from collections.abc import Iterator

from cdmon.reports.blocks import Block, Heading, Paragraph
from cdmon.reports.framed import framed
from cdmon.reports.scope import Scope
from cdmon.tables.asked import asked
from cdmon.tables.asked import summary as who_was_asked
from cdmon.tables.dialogue import dialogue, read_dialogue
from cdmon.tables.effects import EFFECTS, effects, read_effects, read_summary, summary, title, unreported
from cdmon.tables.report_words import TITLES
from cdmon.tables.restatements import read_restatements, restatements
from cdmon.tables.threads import improvements, read_improvements, read_threads, thread_steps, threads
from cdmon.wording import moment


def author(scope: Scope) -> Iterator[Block]:
    """Yield what the authors wrote: what happened, what was learned and what is recommended; and who wrote it when."""
    words = scope.words
    if words is None:
        return
    for part, heading in TITLES.items():
        if text := getattr(words, part):
            yield Heading(2, heading)
            yield from (Paragraph(" ".join(each.split())) for each in text.split("\n\n") if each.strip())
    yield Paragraph(f"Written by {words.written_by}, {moment(words.written_at)}.", is_small=True)


def effects_part(scope: Scope) -> Iterator[Block]:
    """Yield the effects that somebody saw: counted, then harm, then good, then those that were neither; and who was asked."""
    table = effects(scope.then)
    if len(table):
        yield from framed(read_summary(summary(table)), "Effects that somebody saw, by kind")
    if missing := unreported(table, "effect"):
        yield Paragraph(missing)
    for effect in EFFECTS:
        text = read_effects(table[table["effect"] == effect]).drop(columns="Effect")
        text = text.loc[:, (text != "none named").any()]  # no column of which nothing was said
        yield from framed(text, f"Effects: {title('effect', effect).lower()}, the newest first")
    for about in ("detrimental", "beneficial"):
        if said := who_was_asked(asked(scope.then, about)):
            yield Paragraph(said, is_small=True)


def raised(scope: Scope) -> Iterator[Block]:
    """Yield what residents raised and what followed, what was changed, and the numbers of it."""
    table = threads(scope.then)
    text = read_threads(table, thread_steps(scope.then))
    shown = text[["Residents raised", "What followed", "How it stands", "Raised", "Neighbourhood"]]
    yield from framed(shown, "What residents raised, the oldest first")
    if len(table):
        changed = read_improvements(improvements(scope.then))[["What changed", "Kind", "Agency", "When", "Neighbourhood"]]
        none = "No service is reported as changed and no place as improved."
        yield from framed(changed, "Services changed and places improved, the newest first", none)
        yield from framed(read_dialogue(dialogue(scope.then)), "Residents and agencies in numbers")


def restatements_part(scope: Scope) -> Iterator[Block]:
    """Yield the corrections to stages that were over, as known when the report is made; the figures of this report are as known before."""
    table = restatements(scope.known)
    text = read_restatements(table)
    yield from framed(text[["Stage", "Neighbourhood", "Figure", "Before", "After", "Reason", "Explanation", "When"]], "Corrected figures")
    if len(table):
        yield Paragraph("What was corrected after the day whose figures this report holds has changed no figure in it.", is_small=True)
