"""What people assumed about the value of the programme, as kept: the newest first, none in the place of another."""

import pandas as pd

from cdmon.refusal import Refusal
from cdmon.tables.known import Known
from cdmon.value.assumptions import Assumptions
from cdmon.wording import moment, read

COLUMNS = ["act_id", "name", "reason", "recorded_at", "recorded_by", "assumptions"]


def assumptions(known: Known) -> pd.DataFrame:
    """Return one row each time that assumptions were kept: act_id, name, reason, recorded_at (UTC), recorded_by, assumptions."""
    rows = [row | {"assumptions": Assumptions.model_validate_json(row["content"])} for row in known.rows("assumptions")]
    return pd.DataFrame(rows, columns=COLUMNS)


def kept_as(kept: pd.DataFrame, act_id: str) -> Assumptions:
    """Return the assumptions of one act; Refusal when there is none of this id."""
    for row in kept.to_dict("records"):
        if row["act_id"] == act_id:
            found: Assumptions = row["assumptions"]
            return found
    raise Refusal(f"No assumptions were kept as “{act_id}”.")


def read_assumptions(kept: pd.DataFrame) -> pd.DataFrame:
    """Return kept assumptions as people read them: Name, Why, When, Who, Kept as."""
    return read(
        kept,
        {
            "Name": lambda row: row["name"],
            "Why": lambda row: row["reason"],
            "When": lambda row: moment(row["recorded_at"]),
            "Who": lambda row: row["recorded_by"],
            "Kept as": lambda row: row["act_id"],
        },
    )
