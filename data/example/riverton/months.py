"""What is sent for a month: by all neighbourhoods together, by one alone, and put right later."""

from collections.abc import Mapping, Sequence
from datetime import date

from riverton.activities import activities
from riverton.asked import asked
from riverton.engagement import engagement
from riverton.evidence import evidence, programme_evidence
from riverton.groups import groups
from riverton.risks import risks
from riverton.support import programme_support, support
from riverton.wards import FIRST, LAST, SECOND, SECOND_REGISTER, Row, first_month

OWED = {("N09", LAST)}  # not sent yet
ALONE = {("N03", 14): date(2025, 7, 24), ("N05", 20): date(2026, 1, 7)}  # sent in a workbook of their own: N03's was late
NIL = {("N05", 20): ["activities"]}  # nothing to report: its common room was shut
MISTYPED = ("N08", 27)  # the participants of one activity, put right in a second file
CORRECTED = date(2026, 8, 28)


def monthly_return(number: int) -> dict[str, list[Row]]:
    """Return the rows of a month, by dataset; the second wave begins with a register, a month before all the rest."""
    found: dict[str, list[Row]] = {}
    for code in FIRST + SECOND:
        if number < first_month(code) or (code, number) in OWED or (code, number) in ALONE:
            continue
        for dataset, rows in of_neighbourhood(code, number).items():
            is_wrong = dataset == "activities" and (code, number) == MISTYPED
            found.setdefault(dataset, []).extend(mistyped(rows) if is_wrong else rows)
    if number == SECOND_REGISTER:
        found["groups"] += [row for code in SECOND for row in groups(code, number)]
    found["support"] += programme_support(number)
    found["evidence"] += programme_evidence(number)
    found["risks"] = list(risks(number))
    found["asked"] = list(asked(number))
    return {dataset: rows for dataset, rows in found.items() if rows}


def of_neighbourhood(code: str, number: int) -> dict[str, Sequence[Row]]:
    """Return the rows of a neighbourhood and month, by dataset; none where there was nothing to report."""
    made = {"groups": groups, "activities": activities, "support": support, "engagement": engagement, "evidence": evidence}
    return {dataset: [] if dataset in NIL.get((code, number), ()) else list(make(code, number)) for dataset, make in made.items()}


def mistyped(rows: Sequence[Row]) -> Sequence[Row]:
    """Return activities with a nought too many in the participants of the first."""
    return [{**rows[0], "participants": int(f"{rows[0]['participants']}0")}, *rows[1:]]


def correction() -> Mapping[str, Sequence[Row]]:
    """Return the rows of the activities that were mistyped, put right."""
    return {"activities": list(activities(*MISTYPED))}
