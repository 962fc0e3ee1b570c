"""What the commissioner decided at break clauses, as kept: the newest for each stage holds, the others stay to be seen."""

import json
from datetime import date
from typing import Any

import pandas as pd

from cdmon.definitions import load
from cdmon.stage_decision import Kept, StageDecision
from cdmon.tables.clauses import countdown
from cdmon.tables.known import Known
from cdmon.tables.programme import StageDates
from cdmon.wording import day, read

COLUMNS = ["act_id", "stage", "outcome", "decided_on", "holds", "supersedes", "evidence_until", "details", "criteria", "text"]
COLUMNS += ["record_hash", "recorded_at", "recorded_by"]
CONDITIONS = ["decision", "stage", "condition", "what", "owner", "due", "test", "state", "discharged_on", "office", "evidence"]


def stage_decisions(known: Known, stage: str | None = None) -> pd.DataFrame:
    """Return one row a decision of a stage's break clause, or of all, the newest first: what was decided, and whether it `holds`.

    `details` is the `StageDecision`, `text` the record of what was known as it was kept, `criteria` those of it (as `gate` has them). One
    that another supersedes holds no longer, nor does one that was recorded in error.
    """
    rows = known.rows("stage_decisions", stage=None if stage is None else int(stage))
    superseded = {row["supersedes"] for row in rows}
    told = [
        row
        | {
            "holds": row["act_id"] not in superseded and row["outcome"] != "recorded in error",
            "details": StageDecision.model_validate_json(row["details"]),
            "criteria": pd.DataFrame(json.loads(row["text"])["criteria"]),
        }
        for row in rows
    ]
    return pd.DataFrame(told, columns=COLUMNS)


def break_clause(stage: StageDates, taken: pd.DataFrame, today: date) -> str:
    """Say what was decided at the end of a stage, or when the commissioner decides, or was to; `taken` are the decisions of all stages."""
    held = taken[(taken["stage"] == stage.number) & taken["holds"].astype(bool)].to_dict("records")
    if held:
        until = f" until {day(held[0]['details'].deferred_to)}" if held[0]["details"].deferred_to else ""
        return f"Break clause: decided on {day(held[0]['decided_on'])}: {load().outcomes[held[0]['outcome']].title.lower()}{until}."
    if today > stage.ends:
        return f"Break clause: the decision was due on {day(stage.ends)}, and none is written down."
    if stage.clause and stage.starts <= today:
        return f"Break clause: {countdown(stage.clause, today)}"
    return f"Break clause: on {day(stage.ends)} the commissioner decides whether the programme goes on."


def conditions(known: Known) -> pd.DataFrame:
    """Return one row a condition of a decision that holds, by the day it is due: open, late or discharged, and by which office."""
    discharged = {(row["decision"], row["condition"]): row for row in known.rows("discharges")}
    today = known.programme.today if known.programme else known.moment.date()
    rows: list[dict[str, Any]] = []
    decided = stage_decisions(known)
    for row in decided[decided["holds"]].to_dict("records") if len(decided) else []:
        for number, each in enumerate(row["details"].conditions, start=1):
            done = discharged.get((row["act_id"], number))
            state = "discharged" if done else "late" if each.due < today else "open"
            ended = {part: done[part] if done else None for part in ("discharged_on", "office", "evidence")}
            of = {"decision": row["act_id"], "stage": row["stage"], "condition": number}
            rows.append(of | each.model_dump() | {"state": state} | ended)
    return pd.DataFrame(rows, columns=CONDITIONS).sort_values(["due", "stage", "condition"], kind="stable", ignore_index=True)


def read_stage_decisions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return decisions as people read them: Stage, Decision, Decided by, On, Effective, Reasons, Record."""
    return read(
        frame,
        {
            "Stage": lambda row: str(row["stage"]),
            "Decision": lambda row: load().outcomes[row["outcome"]].title + ("" if row["holds"] else " (holds no longer)"),
            "Decided by": lambda row: "; ".join(f"{each.body}, {each.office}" for each in row["details"].decided_by),
            "On": lambda row: day(row["decided_on"]),
            "Effective": lambda row: day(row["details"].effective_on),
            "Reasons": lambda row: row["details"].reasons,
            "Record": lambda row: f"{row['record_hash'][:12]}, evidence until {day(row['evidence_until'])}",
        },
    )


def read_conditions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return conditions as people read them: Condition, Stage, Owner, Due, How it will be seen, State."""
    return read(
        frame,
        {
            "Condition": lambda row: row["what"],
            "Stage": lambda row: str(row["stage"]),
            "Owner": lambda row: row["owner"],
            "Due": lambda row: day(row["due"]),
            "How it will be seen": lambda row: row["test"],
            "State": lambda row: (
                f"discharged by {row['office']}, {day(row['discharged_on'])}: {row['evidence']}" if row["office"] else row["state"]
            ),
        },
    )


def read_details(decision: Kept) -> pd.DataFrame:
    """Return the parts of a decision that were filled in as people read them: Part, What was said."""
    parts = {field.title or name: in_words(getattr(decision, name)) for name, field in type(decision).model_fields.items() if field.title}
    return pd.DataFrame([(title, words) for title, words in parts.items() if words], columns=["Part", "What was said"])


def in_words(value: object) -> str:
    """Return a part of a decision as read; '' where nothing was said."""
    if isinstance(value, Kept):
        return ", ".join(said for name in type(value).model_fields if (said := in_words(getattr(value, name))))
    if isinstance(value, list):
        return "; ".join(in_words(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {words}" for name, words in value.items())
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float):
        return f"£{value:,.0f}"
    return str(value or "")
