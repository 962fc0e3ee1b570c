"""What was changed of the criteria and the terms of break clauses, by which set-up, by whom and why; such a change stays to be seen."""

from typing import Any

import pandas as pd

from cdmon.clock import day_of
from cdmon.definitions import load
from cdmon.parts.columns import listed
from cdmon.tables.known import Known, programme_of
from cdmon.wording import day, read

COLUMNS = ["sheet", "code", "on", "changed_by", "reason", "stages", "what"]
TOLD = {  # the columns of a sheet in the order in which its query has them
    "own_criteria": ("used", "title", "rule", "stages", "criticality", "about_period", "known_by", "evidence_expected_on"),
    "break_clauses": ("cut_off", "form", "notice_months", "if_undecided", "decided_by"),
}


def gate_changes(known: Known) -> pd.DataFrame:
    """Return one row a change of a criterion or of the terms of a break clause by a set-up after the first, the oldest first.

    `sheet` is own_criteria, and `code` the criterion's; or break_clauses, and `code` the number of the stage. `what` tells each part that
    is another: '{title}: {before} → {after}'. `stages` are those that it is about; all, where the row names none ().
    """
    rows = [
        (
            row["sheet"], row["code"], day_of(row["since"]), row["changed_by"] or row["sent_by"], row["reason"],
            stages_of(row), in_parts(row["sheet"], row["was"], row["said"]),
        )
        for row in known.rows("gate_changes")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def stages_of(row: dict[str, Any]) -> tuple[int, ...]:
    """Return the stages that a changed row is about: those it names or named, else those of the handbook's criterion."""
    named = [int(stage) for stage in listed(row["stages"])]
    usual = load().criteria.get(row["code"])
    return tuple(sorted({*named, *(usual.stages if usual else [])}))


def in_parts(sheet: str, was: list[str | None] | None, said: list[str | None] | None) -> str:
    """Say what was changed, part by part; that a row is new, or no longer there."""
    columns = load().datasets["programme"].sheet(sheet)
    before, after = was or [None] * len(TOLD[sheet]), said or [None] * len(TOLD[sheet])
    parts = zip(TOLD[sheet], before, after, strict=True)
    return "; ".join(
        f"{columns.column(code).title}: {one or 'not said'} → {other or 'not said'}" for code, one, other in parts if one != other
    )


def changes_of(changes: pd.DataFrame) -> dict[str, tuple[int, str]]:
    """Return the version of each criterion that was changed, the first being 1, and who changed it last."""
    of = changes[changes["sheet"] == "own_criteria"]
    return {str(code): (len(rows) + 1, str(rows["changed_by"].iloc[-1])) for code, rows in of.groupby("code", sort=False)}


def changes_at(known: Known, number: str) -> pd.DataFrame:
    """Return the changes of what is asked at the end of a stage, and of its terms, made once it had begun (see `gate_changes`)."""
    changes = gate_changes(known)
    begun = next((stage.starts for stage in programme_of(known).stages if stage.number == int(number)), None)
    return changes[changes["stages"].map(lambda stages: int(number) in stages) & (changes["on"] >= begun)]


def read_gate_changes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return changes as people read them: Criterion or terms, Changed on, By, What, Why."""
    return read(
        frame,
        {
            "Criterion": lambda row: row["code"] if row["sheet"] == "own_criteria" else f"Break clause of stage {row['code']}",
            "Changed on": lambda row: day(row["on"]),
            "By": lambda row: row["changed_by"],
            "What": lambda row: row["what"],
            "Why": lambda row: row["reason"] or "no reason given",
        },
    )
