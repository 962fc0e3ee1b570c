"""What people said and saw: testimonies, what groups achieved and struggled with, and effects for good and for ill."""

# ruff: noqa: S311 (these random numbers guard nothing)
from collections.abc import Iterator
from random import Random

from riverton.groups import running
from riverton.wards import FIRST, LAST, QUARTER, SEED, Row, day, first_month, month

SEEN = [  # kind, who observed it, whether it was intended, whether it did good, what; "" where it is no effect
    ("testimony", "resident", "", "", "I had lived here for six years and knew nobody. Now people ask where I was when I miss a week."),
    ("testimony", "resident", "", "", "I came for the soup and stayed for the washing-up. It gets me out of the flat."),
    ("testimony", "resident", "", "", "At my age I did not think I would stand up in a meeting. I did, twice."),
    ("testimony", "agency", "", "", "We used to send a leaflet. Now we ask the residents first, and it is a different conversation."),
    ("testimony", "group", "", "", "We do not need somebody to run it for us. We needed somebody to say that we could."),
    ("achievement", "group", "", "", "The group opened a bank account and passed its first accounts"),
    ("achievement", "fieldworker", "", "", "Three new members joined the committee, none of them asked by the fieldworker"),
    ("achievement", "group", "", "", "The group raised the money for its own equipment"),
    ("achievement", "fieldworker", "", "", "Two groups planned an event together without help"),
    ("problem", "group", "", "", "The group has lost its treasurer and nobody wants the post"),
    ("problem", "fieldworker", "", "", "Few come when it is dark early; the group thinks of meeting in the afternoon"),
    ("problem", "group", "", "", "The rent of the room went up and the group does not know how to pay it"),
    ("case note", "fieldworker", "", "", "Newcomers are met at the door by a member, not by the worker"),
    (
        "case note",
        "independent observer",
        "",
        "",
        "Of nine people who spoke at the meeting, seven had not spoken at the one before",
    ),
    ("observed effect", "group", "intended", "beneficial", "Members who live alone now ring each other in the week"),
    ("observed effect", "agency", "intended", "beneficial", "Residents come to appointments with their questions written down"),
    ("observed effect", "fieldworker", "unintended", "beneficial", "Two members of the group found work through people they met there"),
    ("observed effect", "resident", "unintended", "beneficial", "Cars slow down since the planters stand in the street"),
    ("observed effect", "independent observer", "intended", "none", "The newsletter goes to every door, but nobody asked had read it"),
]
DETRIMENTAL = {  # by neighbourhood: month, who observed it, what
    "N01": (16, "resident", "Neighbours of the hall complain about noise when the late groups leave"),
    "N02": (20, "fieldworker", "One strong personality speaks for the group, and two members have stopped coming"),
    "N04": (15, "group", "Without the worker the groups quarrelled over the keys, and two of them do not speak"),
    "N06": (22, "group", "The larger group has taken every evening in the hall, and a smaller one has nowhere to meet"),
    "N08": (27, "agency", "The same few residents are asked to every consultation and say that they are worn out"),
    "N11": (26, "independent observer", "Newcomers at the meeting were not greeted and left before the end"),
}
FORESEEN = {"N04": "R2", "N06": "R4"}  # by neighbourhood: the risk that had foretold its harm
OF_PROGRAMME = {  # by month: kind, who observed it, what
    15: ("case note", "independent observer", "Fieldworkers of the three teams differ in what they call a group; they agreed on examples"),
    24: ("testimony", "agency", "Without the meetings we would have spent the money on something nobody had asked for."),
}


def evidence(code: str, number: int) -> Iterator[Row]:
    """Yield what was said and seen in a neighbourhood in a quarter, in its last month; each thing happens once, in some month."""
    if number % QUARTER:
        return
    random = Random(f"{SEED} evidence {code}")
    seen = {each: random.randint(first_month(code), LAST) for each in random.sample(SEEN, 14 if code in FIRST else 6)}
    random = Random(f"{SEED} evidence {code} {number}")
    if code in DETRIMENTAL:
        happens, observed_by, what = DETRIMENTAL[code]
        seen["observed effect", observed_by, "unintended", "detrimental", what] = happens
    for (kind, observed_by, intended, effect, what), happens in seen.items():
        if not number - QUARTER < happens <= number:
            continue
        yield {
            "neighbourhood": code,
            "month": month(number),
            "date": day(happens, random.randint(1, 28)),
            "kind": kind,
            "what": what,
            "observed_by": observed_by,
            "intended": intended or None,
            "effect": effect or None,
            "risk": FORESEEN.get(code) if effect == "detrimental" else None,
            "group_name": random.choice(running(code, happens)) if "group" in what.split() else None,
        }


def programme_evidence(number: int) -> Iterator[Row]:
    """Yield what was said and seen of the whole programme in a month."""
    if number in OF_PROGRAMME:
        kind, observed_by, what = OF_PROGRAMME[number]
        row = {"kind": kind, "what": what, "observed_by": observed_by, "date": day(number, 17)}
        yield {"neighbourhood": "programme", "month": month(number), **row}
