"""What a programme has to do before its first figures can be seen, and how far it is."""

from typing import NamedTuple

from cdmon.tables.known import Known
from cdmon.tables.waiting import read_waiting, waiting

TO_DO = "to do"


class Step(NamedTuple):
    """A step on the way to the first figures: what is to be done, how it stands in words, whether it is done, and on which page."""

    title: str
    state: str
    is_done: bool
    page: str


def starting(known: Known) -> list[Step]:
    """Return the steps in their order: the set-up, the first register of groups, the first survey round, and what waits for a decision."""
    sent = {row["dataset"]: row["returns"] for row in known.rows("sent_so_far")}
    waits = sum(waiting(known).values())
    is_set_up = known.programme is not None
    by_person = known.programme is not None and known.programme.accepted_by_person
    nobody = "nothing waits for a decision" if by_person else "nobody has to: what is sent counts at once"
    accepted = read_waiting(waits) if waits else nobody if is_set_up else TO_DO
    return [
        Step("Set up the programme", "done" if is_set_up else TO_DO, is_set_up, "upload"),
        of_dataset("Send the first register of groups", sent.get("groups", 0), "register"),
        of_dataset("Send the first round of the residents' survey", sent.get("residents", 0), "return"),
        Step("Accept what was sent", accepted, is_set_up and not waits, "history"),
    ]


def of_dataset(title: str, number: int, noun: str) -> Step:
    """Return the step that is done once a first return of a dataset was sent."""
    return Step(title, f"done: {number:,} {noun}{'' if number == 1 else 's'} sent" if number else TO_DO, number > 0, "upload")
