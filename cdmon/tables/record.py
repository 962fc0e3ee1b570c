"""The record of a break clause: what was known, in numbers, so that the same can be read in years whatever is corrected later."""

import hashlib
import json
import math
from datetime import date
from typing import Any

import pandas as pd

from cdmon.tables.factors import factor_table
from cdmon.tables.gate import clause, gate
from cdmon.tables.known import Known, programme_of
from cdmon.tables.milestones import all_milestones
from cdmon.tables.programme import Programme
from cdmon.wording import Row, figure, given, period

VERSION = 2  # of what a record holds: raised when that changes, so that an old one is read as what it is
ROLES = ("baseline", "latest")
FIGURE = ("value", "low", "high", "n", "period", "note")
MEANT = ("version", "title", "counts", "kind", "unit")  # of a definition


def stage_record(known: Known, number: int, set_up: Programme | None = None) -> dict[str, Any]:
    """Return what is known at the break clause of a stage: the returns that count, criteria, figures and milestones, and what they mean.

    Figures are as on every page: small numbers are hidden in it too. Where nothing had been set up by then, `set_up` says which programme
    it was about, and nothing else is known. Refusal when there is no such break clause.
    """
    current = known.programme or set_up or programme_of(known)
    stage = clause(current, number)
    places = [None, *known.neighbourhoods["code"]] if known.programme else []
    measured = factor_table(known, places).to_dict("records") if places else []
    counted = known.found("SELECT return_id, dataset, neighbourhood, period FROM query_table($counting) ORDER BY ALL")
    asked = gate(known, number, current)
    return {
        "version": VERSION,
        "programme": current.name,
        "stage": {"number": number, "title": stage.title, "starts": stage.starts, "ends": stage.ends},
        "evidence_until": known.as_at or current.today,
        "criteria": asked.to_dict("records"),
        "figures": [figures_of(row) for row in measured if row["baseline"] or row["latest"]],
        "milestones": all_milestones(known).drop(columns="parts").to_dict("records"),
        "definitions": {code: {part: getattr(each, part) for part in MEANT} for code, each in known.definitions.indicators.items()},
        "store": known.found("SELECT count(*) AS events, max(happened_at) AS last FROM events WHERE happened_at <= $moment")[0],
        "returns": counted,
    }


def figures_of(row: Row) -> dict[str, Any]:
    """Return what the factor table says of one indicator in one place: its figures in numbers, and its verdict."""
    told = {role: {part: getattr(row[role], part) for part in FIGURE} if row[role] else None for role in ROLES}
    of = {"neighbourhood": given(row["neighbourhood"]), "indicator": row["indicator"]}
    return of | {"method": row["method"], "verdict": row["verdict"]} | told


def read_kept_figures(record: dict[str, Any]) -> pd.DataFrame:
    """Return the figures of a record as people read them: Neighbourhood, Indicator, Baseline, Latest, Verdict; from the record alone."""
    rows = [
        (each["neighbourhood"] or "Programme", meant["title"], *(kept_cell(each[role], meant["kind"]) for role in ROLES), each["verdict"])
        for each in record["figures"]
        if isinstance(meant := record["definitions"][each["indicator"]], dict)  # records of before say no more than the version
    ]
    return pd.DataFrame(rows, columns=["Neighbourhood", "Indicator", "Baseline", "Latest", "Verdict"])


def kept_cell(told: dict[str, Any] | None, kind: str) -> str:
    """Say what a figure of a record is, in its period."""
    if told is None:
        return "–"
    value, low, high = (float("nan") if told[part] is None else told[part] for part in ("value", "low", "high"))
    return f"{figure(value, low, high, kind) or told['note'] or 'not known'} ({period(told['period'])})"


def canonical(record: dict[str, Any]) -> str:
    """Return a record as JSON in its one way of writing: keys in order, no blanks, a missing number as null, a day as YYYY-MM-DD."""
    return json.dumps(bare(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def bare(content: Any) -> Any:
    """Return content made of nothing but texts, numbers, lists and dictionaries."""
    if isinstance(content, dict):
        return {str(key): bare(each) for key, each in content.items()}
    if isinstance(content, list | tuple):
        return [bare(each) for each in content]
    if content is pd.NaT or content is pd.NA or (isinstance(content, float) and not math.isfinite(content)):
        return None
    if isinstance(content, date):
        return content.isoformat()
    return content.item() if hasattr(content, "item") else content
