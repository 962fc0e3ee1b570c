"""Names in the registers and the sector survey that may belong to one group, spelled differently: a person is asked."""

from collections.abc import Iterator

import pandas as pd

from cdmon.tables.group_names import ALIKE, decided, most_like
from cdmon.tables.groups import LEFT_OUT, groups, reconcile
from cdmon.tables.known import Known
from cdmon.tables.listing import Listing
from cdmon.text import key
from cdmon.wording import read

TWINS = ["neighbourhood", "name", "like", "score"]
ALIKE_NAMES = Listing("alike", "name that is like another", "names that are like another", texts=["name", "like"])

Candidate = tuple[str, str, list[str]]  # neighbourhood, name, the names it may be another spelling of


def twins(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return each name that may be another group's and that nobody has decided about, the likest first.

    Columns: neighbourhood, name (in the sector survey alone, or new since a register left the other out), like (that other, in the
    registers alone), score (of 100).
    """
    settled = decided(known.cursor, known.moment)
    candidates = [*in_survey(reconcile(known, neighbourhood)), *in_registers(groups(known, neighbourhood))]
    likest = [(place, name, *most_like(name, others)) for place, name, others in candidates if (place, key(name)) not in settled]
    table = pd.DataFrame([row for row in likest if row[3] >= ALIKE], columns=TWINS)
    table = table.sort_values(["score", "neighbourhood", "name"], ascending=[False, True, True])
    return table.drop_duplicates(TWINS[:2], ignore_index=True)


def in_survey(reconciled: pd.DataFrame) -> Iterator[Candidate]:
    """Yield each name that only the survey has, with those of its neighbourhood that only the register has."""
    for place, rows in reconciled.groupby("neighbourhood"):
        others = rows.loc[rows["found"] == "only in the register", "group"].tolist()
        yield from ((str(place), name, others) for name in rows.loc[rows["found"] == "only in the survey", "group"])


def in_registers(register: pd.DataFrame) -> Iterator[Candidate]:
    """Yield each group with those that were left out of its neighbourhood's registers before its own first month."""
    for place, rows in register.groupby("neighbourhood"):
        left_out = rows[rows["life"] == LEFT_OUT]
        if not left_out.empty:
            for name, month in zip(rows["group"], rows["first_month"], strict=True):
                yield str(place), name, left_out.loc[left_out["last_month"] < month, "group"].tolist()


def read_twins(frame: pd.DataFrame) -> pd.DataFrame:
    """Return likely twins as people read them: Name, Neighbourhood, Resembles."""
    return read(
        frame,
        {"Name": lambda row: row["name"], "Neighbourhood": lambda row: row["neighbourhood"], "Resembles": lambda row: row["like"]},
    )
