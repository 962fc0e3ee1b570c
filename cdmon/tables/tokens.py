"""The tokens by which other programs read the feeds: of each its hash alone is known, who has it, until when, and whether it was ended."""

import hashlib
import hmac

import pandas as pd

from cdmon.clock import today
from cdmon.tables.known import Known
from cdmon.wording import Row, day, moment, read

KINDS = {"tables": "Tables", "calendar": "Calendar of due dates"}  # what a token opens
IN_USE, RUN_OUT, ENDED = "in use", "run out", "ended"


def tokens(known: Known) -> pd.DataFrame:
    """Return one row a token, the newest first.

    Columns: act_id, kind (of KINDS), neighbourhood ("" for all), hash (SHA-256), holder, until (the last day), reason, made_at (UTC),
    made_by, ended_at (UTC, NaT where it was not), ended_by, ended_why, state (in use, run out or ended).
    """
    found = known.read("tokens")
    over = found["until"] < pd.Timestamp(today())
    state = over.map({True: RUN_OUT, False: IN_USE}).mask(found["ended_at"].notna(), ENDED)
    return found.assign(state=state.astype("object"))


def token_of(known: Known, given: str) -> Row | None:
    """Return the row of the token in use that somebody gives; None where it is none.

    It is compared with every one, each in the same time, so that how long that takes tells nothing of any.
    """
    table = tokens(known)
    rows = table[table["state"] == IN_USE].to_dict("records")
    matching = [row for row in rows if hmac.compare_digest(row["hash"], hash_of_token(given))]
    return matching[0] if matching else None


def hash_of_token(token: str) -> str:
    """Return what is kept of a token. It is made of 256 random bits, so that nobody could try them all, and needs no slower hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def read_tokens(frame: pd.DataFrame) -> pd.DataFrame:
    """Return tokens as people read them: Token, For, Opens, Neighbourhood, Until, State, Made, Why; a token is known by its beginning."""
    return read(
        frame,
        {
            "Token": lambda row: row["act_id"][:8],
            "For": lambda row: row["holder"],
            "Opens": lambda row: KINDS[row["kind"]],
            "Neighbourhood": lambda row: row["neighbourhood"] or "all",
            "Until": lambda row: day(row["until"]),
            "State": state_cell,
            "Made": lambda row: f"{moment(row['made_at'])} by {row['made_by']}",
            "Why": lambda row: row["reason"],
        },
    )


def state_cell(row: Row) -> str:
    """Say how a token stands and, where it was ended, when, by whom and why."""
    if row["state"] != ENDED:
        return str(row["state"])
    return f"ended {moment(row['ended_at'])} by {row['ended_by']}: {row['ended_why']}"
