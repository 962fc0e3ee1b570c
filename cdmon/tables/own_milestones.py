"""The milestones of a programme: the handbook's as far as they hold, those it changes or switches off, and its own."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cdmon.definitions import load
from cdmon.parts.part import Option
from cdmon.parts.stages import Evidence, Milestone

INTERIM = "interim_report_"  # how the codes of interim reports begin
TEXTS, NUMBERS = ("title", "signed_off_by", "not_applicable"), ("stage", "due_month", "due_after")


def milestones_of(listed: pd.DataFrame, handbooks_hold: bool, waves: Sequence[Option]) -> tuple[Milestone, ...]:
    """Return the milestones of a programme, from the rows of its set-up's sheet Milestones.

    A row with the code of one of the handbook's switches it on or off, and changes what it fills in. The handbook's first, second and
    third wave are the first three of the programme's `waves`; of a wave that it does not have, no neighbourhood has a milestone.
    """
    own = dict(zip(load().waves, (wave.code for wave in waves), strict=False))
    usual = {
        code: each.model_copy(update={"waves": [own.get(wave, wave) for wave in each.waves]}) for code, each in load().milestones.items()
    }
    found = dict(usual) if handbooks_hold else {}
    for row in listed.astype(object).where(listed.notna(), None).to_dict("records"):
        found.pop(row["code"], None)
        if row["used"] != "no":
            of = usual.get(row["code"], Milestone(code=row["code"], stage=0, title="", source="Programme set-up"))
            found[row["code"]] = changed(of, row)
    return tuple(found.values())


def interim_reports(every: int | None, stages: Sequence[tuple[int, int, int]]) -> tuple[Milestone, ...]:
    """Return a milestone for each interim report that is due: `every` so many months, None where none is.

    `stages` are the number, the first and the last month of each. At the end of a stage its own report is due, and no interim one.
    """
    if not every:
        return ()
    return tuple(
        Milestone(
            code=f"{INTERIM}{month}",
            stage=number,
            title=f"Interim report, month {month}",
            due_month=month,
            source="Programme set-up, Months between reports",
        )
        for number, first, last in stages
        for month in range(-(-first // every) * every, last, every)
    )


def changed(milestone: Milestone, row: Mapping[Any, Any]) -> Milestone:
    """Return a milestone with what a row of the set-up says of it in the place of what it said."""
    update: dict[str, Any] = {part: row[part] for part in TEXTS if row[part]} | {part: int(row[part]) for part in NUMBERS if row[part]}
    if row["waves"]:
        update["waves"] = row["waves"].split("; ")
    if row["shown_by"]:
        update["shown_by"] = [Evidence(title=load().indicators[code].title, any_of=[code]) for code in row["shown_by"].split("; ")]
    if row["later"]:
        update["later"] = row["later"] == "yes"
    return milestone.model_copy(update=update)
