"""What is another since a break clause was decided: it stands beside the record of the decision, which never changes."""

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from cdmon.clock import day_of
from cdmon.definitions import load
from cdmon.tables.gate import gate
from cdmon.tables.known import Known
from cdmon.tables.restatements import restatements
from cdmon.wording import day, given, period

COLUMNS = ["What", "When it was decided", "Since then"]


def since_then(known: Known, decision: str) -> pd.DataFrame:
    """Return what is another now than in the record of a decision, as people read it: What, When it was decided, Since then.

    First the criteria whose state is another, then the figures that were restated after the decision was written down, then the returns
    that counted and count no longer, as a correction took their place or they were withdrawn. No row where there is no such decision.
    """
    found = [row for row in known.rows("stage_decisions", stage=None) if row["act_id"] == decision]
    rows = [told for row in found for told in [*states(known, row), *restated(known, row), *returns(known, json.loads(row["text"]))]]
    return pd.DataFrame(rows, columns=COLUMNS)


def states(known: Known, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the criteria whose state is another by what is known now."""
    now = gate(known, row["stage"]).set_index("criterion")
    for each in json.loads(row["text"])["criteria"]:
        code = each["criterion"]
        state = now.loc[code, "state"] if code in now.index else "no longer asked"
        if state != each["state"]:
            evidence = now.loc[code, "evidence"] if code in now.index else ""
            yield each["title"], each["state"], f"{state}: {evidence}" if evidence else state


def restated(known: Known, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the figures that were restated after a decision was written down."""
    found = restatements(known)
    for each in found[found["restated_at"] > row["recorded_at"]].to_dict("records"):
        where = given(each["neighbourhood"]) or "Programme"
        what = f"{each['title'] or load().datasets[each['dataset']].title}, {where}, {period(each['period'])}"
        why = f"restated on {day(day_of(each['restated_at']))}: {each['reason']}. {each['explanation']}"
        yield what, each["before"] or "–", f"{each['after']}; {why}" if each["after"] else why


def returns(known: Known, record: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the returns that counted in a record and count no longer."""
    query = "SELECT return_id, dataset, neighbourhood, period FROM query_table($counting)"
    now = {(row["dataset"], row["neighbourhood"], row["period"]): row["return_id"] for row in known.found(query)}
    for each in record["returns"]:
        key = (each["dataset"], each["neighbourhood"], each["period"])
        if now.get(key) != each["return_id"]:
            what = ", ".join(filter(None, (load().datasets[each["dataset"]].title, each["neighbourhood"], period(each["period"]))))
            yield what, "counted", "another version counts" if key in now else "counts no longer"
