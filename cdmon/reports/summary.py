"""The summary of a report in plain words: sentences made of its figures by rule, which tell no cause and rank nobody."""

from collections.abc import Iterator

import pandas as pd

from cdmon.definitions import load
from cdmon.reports.blocks import Block, Bullets, Heading
from cdmon.reports.scope import Scope
from cdmon.tables.cells import change_text, short_cell
from cdmon.tables.effects import INTENDED, effects, unreported
from cdmon.tables.gate import said_in_short
from cdmon.tables.kpis import by_kpi
from cdmon.tables.matrix import counted, of_factor
from cdmon.tables.milestones import STATES
from cdmon.tables.restatements import restatements
from cdmon.tables.threads import WAITING, improvements, threads
from cdmon.wording import Row

MOVED = ("rose", "fell")
PLAIN = {  # verdicts, where a sentence needs more words than a table
    "too early": "it is too early to tell a change",
    "cannot tell": "a change cannot be told",
    "baseline only": "nothing later yet",
    "not pooled": "told of single neighbourhoods alone, as their figures cannot be added up",
    "up": "the count is up",
    "down": "the count is down",
}
HARM, GOOD = "detrimental", "beneficial"


def summary(scope: Scope) -> Iterator[Block]:
    """Yield the summary of a report: what can be told of the six factors, of the work, and of what else came about."""
    yield Heading(2, "The six factors")
    yield Bullets(tuple(of_headline(row) for row in scope.factors[scope.factors["line"] == "headline"].to_dict("records")))
    places = scope.places[scope.places["neighbourhood"].notna()]
    if len(places):
        yield Heading(2, "In the neighbourhoods")
        yield Bullets(tuple(of_factor(places, number) for number in load().factors))
    yield Heading(2, "The work of the stage")
    yield Bullets(tuple(of_work(scope)))
    yield Heading(2, "What else came about")
    yield Bullets(tuple(of_others(scope)))


def of_headline(row: Row) -> str:
    """Say of the headline of a factor where it stood and stands, and what can be told of the change."""
    title = f"{load().factors[row['factor']].title}: {row['title'][:1].lower()}{row['title'][1:]}"
    verdict = PLAIN.get(row["verdict"], row["verdict"])
    then, now = in_short(row, "baseline"), in_short(row, "latest")
    if not then:
        return f"{title}: {verdict}."
    if not now or row["verdict"] == "hidden":
        return f"{title}: {then} at the baseline; {verdict}."
    if row["verdict"] in MOVED:
        return f"{title}: {row['verdict']} from {then} at the baseline to {now}; change {change_text(row['change'], row['kind'])}."
    return f"{title}: {then} at the baseline and {now} now; {verdict}."


def in_short(row: Row, role: str) -> str:
    """Return a figure with its interval or meaning in brackets; "" where there is none."""
    if row[role] is None:
        return ""
    value, rest = short_cell(row[role], row["kind"])
    return f"{value} ({rest})" if rest else value


def of_work(scope: Scope) -> Iterator[str]:
    """Yield what there is to say of the milestones, the KPIs and the criteria of the stage."""
    states = scope.milestones["state"].value_counts()
    if len(scope.milestones):
        told = ", ".join(f"{states[state]} {state}" for state in STATES if state in states)
        yield f"Milestones of the stage, those of each neighbourhood counted: {len(scope.milestones)} in all; {told}."
    else:
        yield "No milestone is set for the stage."
    of_programme = scope.kpis[scope.kpis["neighbourhood"].isna()] if len(scope.kpis) else scope.kpis
    for rows in by_kpi(of_programme):
        shows = str(rows[0]["kpi_verdict"])
        yield f"KPI, {rows[0]['title'][:1].lower()}{rows[0]['title'][1:]}: {PLAIN.get(shows, shows)}."
    if scope.stage.break_clause and "gate" in scope.kind.parts:
        yield f"Criteria of the break clause. {said_in_short(scope.criteria)}"


def of_others(scope: Scope) -> Iterator[str]:
    """Yield what there is to say of harm and good that was seen, of what residents raised, and of corrections."""
    seen = effects(scope.then)
    for effect, words in ((HARM, "Harm"), (GOOD, "Good")):
        numbers = seen.loc[seen["effect"] == effect, "intended"].value_counts()
        if len(numbers):
            yield f"{words} that somebody saw: {', '.join(f'{numbers.get(each, 0)} {each}' for each in INTENDED)}."
    if missing := unreported(seen, "effect"):
        yield missing
    raised, changed = threads(scope.then), improvements(scope.then)
    waiting = int(raised["state"].isin(WAITING).sum())
    yield (
        f"{counted(len(raised), 'matter that residents raised is', 'matters that residents raised are')} on record; "
        f"{waiting} of them without an answer. {changes(changed)}"
    )
    corrected = restatements(scope.known)
    yield (
        f"{counted(len(corrected), 'figure of a finished stage was', 'figures of finished stages were')} corrected."
        if len(corrected)
        else "No figure of a finished stage was corrected."
    )


def changes(changed: pd.DataFrame) -> str:
    """Say how many services were changed and places improved, as reported."""
    numbers = changed["outcome"].value_counts()
    return (
        f"Reported since: {counted(int(numbers.get('service change', 0)), 'service', 'services')} changed, "
        f"{counted(int(numbers.get('improvement', 0)), 'place', 'places')} improved."
    )
