"""What a decision has to weigh beside the criteria: independent evidence, harm and risks, open restatements, what residents say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.effects import accounts, effects
from cdmon.tables.gate import clause, cut_off
from cdmon.tables.known import Known, programme_of
from cdmon.tables.risks import risks
from cdmon.tables.threads import WAITING, threads
from cdmon.text import shorten
from cdmon.wording import given, period, read

COLUMNS = ["what", "page", "number", "first"]
FIRST, LONG = 3, 90  # of a list, those that are named, and the letters of each
HARM = ["detrimental", "none", "beneficial"]


@dataclass(frozen=True)
class Beside:
    """Something to be weighed beside the criteria: its name, the page that tells all of it, and what finds its list."""

    what: str
    page: str
    find: Callable[[Known], list[str]]


def beside_gate(known: Known, number: str) -> pd.DataFrame:
    """Return one row a thing to be weighed at the break clause of a stage, as known at its cut-off: how many there are, and the first.

    `page` is the code of the page that tells all of it; `first` are the FIRST of the list. Refusal where there is no such break clause.
    """
    current = programme_of(known)
    return to_weigh(known.on(cut_off(current, clause(current, int(number)))))


def to_weigh(then: Known) -> pd.DataFrame:
    """Return one row a thing to be weighed beside criteria, of what was known then (see `beside_gate`)."""
    rows = [(each.what, each.page, len(found), tuple(found[:FIRST])) for each in BESIDE for found in [each.find(then)]]
    return pd.DataFrame(rows, columns=COLUMNS)


def independent(known: Known) -> list[str]:
    """Say which surveys were of independent evaluators, and what independent observers saw or said; the newest first."""
    surveys = [
        f"{load().datasets[row['dataset']].title}, {period(row['period'])}, in {counted(row['neighbourhoods'])}"
        for row in reversed(known.rows("independent"))
    ]
    seen = pd.concat([of[["what", "observed_by"]] for of in (effects(known), accounts(known))])
    return surveys + in_short(seen.loc[seen["observed_by"] == "independent observer", "what"])


def unintended(known: Known) -> list[str]:
    """Say which effects nobody meant, harm first."""
    found = effects(known)
    found = found[found["intended"] == "unintended"].sort_values("effect", key=lambda effect: effect.map(HARM.index), kind="stable")
    return [f"{row['effect']}, {place(row['neighbourhood'])}: {shorten(row['what'], LONG)}" for row in found.to_dict("records")]


def open_risks(known: Known) -> list[str]:
    """Say which risks are open, the most harmful first."""
    found = risks(known)
    return [
        f"{row['likelihood']} likelihood, {row['impact']} impact, {place(row['neighbourhood'])}: {shorten(row['risk'], LONG)}"
        for row in found[found["status"] != "closed"].to_dict("records")
    ]


def open_restatements(known: Known) -> list[str]:
    """Say which corrections to a stage that is over nobody has decided about."""
    titles = {code: dataset.title for code, dataset in load().datasets.items()}
    return [
        f"{titles[row['dataset']]}, {place(row['neighbourhood'])}, {period(row['period'])}: {shorten(row['explanation'], LONG)}"
        for row in known.rows("open_restatements")
    ]


def said_by_residents(known: Known) -> list[str]:
    """Say what residents said, the newest first."""
    found = accounts(known)
    return in_short(found.loc[found["observed_by"] == "resident", "what"])


def unanswered(known: Known) -> list[str]:
    """Say what residents raised and nobody has answered, the longest waiting first."""
    found = threads(known)
    found = found[found["state"].isin(WAITING)].sort_values("days_waiting", ascending=False, kind="stable")
    return [f"{place(row['neighbourhood'])}: {shorten(row['thread'], LONG)}" for row in found.to_dict("records")]


BESIDE = [
    Beside("Independent evidence", "effects", independent),
    Beside("Effects that nobody meant, to be acknowledged", "effects", unintended),
    Beside("Risks that are open, to be acknowledged", "risks", open_risks),
    Beside("Corrections to a stage that is over, not yet decided", "history", open_restatements),
    Beside("What residents say", "effects", said_by_residents),
    Beside("What residents raised, without an answer", "threads", unanswered),
]


def in_short(texts: Sequence[str]) -> list[str]:
    """Return texts as there is room for each; those that are the same once."""
    return [shorten(text, LONG) for text in dict.fromkeys(texts)]


def counted(neighbourhoods: int) -> str:
    """Say in how many neighbourhoods something is."""
    return f"{neighbourhoods} neighbourhood{'s' * (neighbourhoods != 1)}"


def place(neighbourhood: str | None) -> str:
    """Name a neighbourhood, or the programme."""
    return given(neighbourhood) or "programme"


def read_beside_gate(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what is to be weighed as people read it: Beside the criteria, How many, The first of them."""
    return read(
        frame,
        {
            "Beside the criteria": lambda row: row["what"],
            "How many": lambda row: f"{row['number']:,}",
            "The first of them": lambda row: "; ".join(row["first"]) or "none on record",
        },
    )
