"""What was seen and said: the effects that somebody observed, harm told as plainly as good, and the accounts of people and groups."""

from collections.abc import Callable, Mapping
from itertools import product

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.group_names import decided, own_name
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.wording import Row, day, given, neighbourhood_cell, period, read

SEEN = ["neighbourhood", "month", "date", "what", "observed_by", "group", "factor", "provisional", "determinant"]
RISK = ["risk", "foreseen_in", "foreseen"]
EFFECTS = ["detrimental", "beneficial", "none"]  # harm first
INTENDED = ["unintended", "intended"]
ACCOUNTS = ["problem", "achievement", "testimony", "case note"]
ASKED_FOR = {  # what it is worth to know that nobody reported, by column and value
    "effect": {"detrimental": "detrimental effect", "beneficial": "beneficial effect"},
    "kind": dict(zip(ACCOUNTS, ["problem of a group", "achievement of a group", "testimony", "case note"], strict=True)),
}


def effects(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row an observed effect, the newest first.

    Columns: neighbourhood (None for the programme), month (2026-10, of the return), date (NaT where only the month is known), what,
    intended (unintended, intended), effect (detrimental, beneficial, none), observed_by (in what capacity), group ("" for none; as people
    have decided what it is called), factor (1 to 6, NA for none), provisional, determinant ("" for none named), risk (the reference of the
    one that had foretold it, "" for none), foreseen_in (that risk's neighbourhood, "" for the programme, None for none on record) and
    foreseen (the risk in words, "" for none on record).
    """
    found = evidence(known, ["observed effect"], neighbourhood)
    return found[[*SEEN[:4], "intended", "effect", *SEEN[4:], *RISK]]


def accounts(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a testimony, achievement or problem of a group, or case note, the newest first.

    Columns: kind (one of ACCOUNTS) and those of `effects` but for intended and effect.
    """
    return evidence(known, ACCOUNTS, neighbourhood)[["kind", *SEEN]]


def evidence(known: Known, kinds: list[str], neighbourhood: str | None) -> pd.DataFrame:
    """Return the evidence of some kinds, with the group that a name stands for."""
    found = known.read("effects", kinds=kinds, neighbourhood=neighbourhood)
    names = decided(known.cursor, known.moment)
    pairs = zip(found["neighbourhood"], found["group"], strict=True)
    groups = pd.Series([own_name(names, given(place), name) for place, name in pairs], index=found.index, dtype=object)
    return found.assign(date=found["date"].dt.date, group=groups, factor=found["factor"].astype("Int64"))


def summary(frame: pd.DataFrame) -> pd.DataFrame:
    """Return how many of these effects there are of each kind: always six rows, for 0 is a figure.

    Columns: intended, effect, effects (how many), provisional (whether any of them is).
    """
    rows = []
    for intended, effect in product(INTENDED, EFFECTS):
        found = frame[(frame["intended"] == intended) & (frame["effect"] == effect)]
        rows.append((intended, effect, len(found), bool(found["provisional"].any())))
    return pd.DataFrame(rows, columns=["intended", "effect", "effects", "provisional"])


def unreported(frame: pd.DataFrame, column: str) -> str:
    """Say of which kinds of effects (column "effect") or accounts ("kind") there is none among these; "" where there are some of all."""
    missing = [words for value, words in ASKED_FOR[column].items() if not frame[column].eq(value).any()]
    return " ".join(f"No {words} has been reported: that is not the same as none." for words in missing)


def read_summary(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the summary as people read it: Effect, Unintended, Intended; a row for each of EFFECTS."""
    cells = {(row["effect"], row["intended"]): str(row["effects"]) + mark(row) for row in frame.to_dict("records")}
    columns = {title("intended", intended): [cells[effect, intended] for effect in EFFECTS] for intended in INTENDED}
    return pd.DataFrame({"Effect": [title("effect", effect) for effect in EFFECTS], **columns})


def read_effects(frame: pd.DataFrame) -> pd.DataFrame:
    """Return effects as people read them: What was seen, Effect, Intended, Who observed it, Group, Factor, Neighbourhood, When.

    There is a column Foreseen as a risk where any of them was.
    """
    own = {
        "What was seen": lambda row: row["what"],
        "Effect": lambda row: title("effect", row["effect"]),
        "Intended": lambda row: title("intended", row["intended"]),
    }
    foretold = {"Foreseen as a risk": foreseen_cell} if (frame["risk"] != "").any() else {}
    return read_seen(frame, own | foretold | PROVENANCE)


def foreseen_cell(row: Row) -> str:
    """Say which risk had foretold an effect, and that none is on record under its reference, or that none is named."""
    if not row["risk"]:
        return "none named"
    return f"{row['risk']}: {row['foreseen'] or 'no risk of this reference is on record'}"


def read_accounts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return accounts as people read them: What was said or seen, Kind, Who observed it, Group, Factor, Neighbourhood, When."""
    own = {"What was said or seen": lambda row: row["what"], "Kind": lambda row: title("kind", row["kind"])}
    return read_seen(frame, own | PROVENANCE)


def of_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what named groups achieved and struggled with, of the accounts, by group."""
    found = frame[frame["kind"].isin(["achievement", "problem"]) & (frame["group"] != "")]
    return found.sort_values("group", key=lambda column: column.str.casefold(), kind="stable")


def read_of_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Return accounts of groups as people read them: Group, Kind, What was said or seen, Who observed it, Neighbourhood, When."""
    return read(
        frame,
        {
            "Group": lambda row: row["group"],
            "Kind": lambda row: title("kind", row["kind"]),
            "What was said or seen": lambda row: row["what"],
            "Who observed it": lambda row: title("observed_by", row["observed_by"]),
            "Neighbourhood": neighbourhood_cell,
            "When": when_cell,
        },
    )


def read_seen(frame: pd.DataFrame, columns: Mapping[str, Callable[[Row], str]]) -> pd.DataFrame:
    """Return what was seen or said as people read it, with a column Determinant where any of it names one."""
    named = {"Determinant": determinant_cell} if (frame["determinant"] != "").any() else {}
    return read(frame, {**columns, **named})


def determinant_cell(row: Row) -> str:
    """Say which determinant of health it bears on, or that none is named."""
    return title("determinant", row["determinant"]) if row["determinant"] else "none named"


def when_cell(row: Row) -> str:
    """Say on which day it was, or in which month's return it came, and whether that is accepted."""
    return (period(row["month"]) if pd.isna(row["date"]) else day(row["date"])) + mark(row)


def factor_title(number: float) -> str:
    """Return a factor's number and title, or that none is named (NA)."""
    return "none named" if pd.isna(number) else f"{number} {load().factors[int(number)].title}"


def mark(row: Row) -> str:
    """Return the mark of what rests on a return that nobody has accepted yet."""
    return " [provisional]" if row["provisional"] else ""


def title(column: str, code: str) -> str:
    """Return what the definitions call a choice of the sheet of evidence."""
    options = load().datasets["evidence"].sheet("evidence").column(column).options
    return {option.code: option.title for option in options}[code]


PROVENANCE = {  # of anything seen or said
    "Who observed it": lambda row: title("observed_by", row["observed_by"]),
    "Group": lambda row: row["group"] or "none named",
    "Factor": lambda row: factor_title(row["factor"]),
    "Neighbourhood": neighbourhood_cell,
    "When": when_cell,
}

SEEN_BY = [Choice("observed_by", "Who observed it", lambda code: title("observed_by", code)), Choice("factor", "Factor", factor_title)]
SEEN_TEXTS, SEEN_DATES = ("what", "group"), ("date", "month")
KIND = Choice("kind", "Kind", lambda code: title("kind", code))
OBSERVED = Listing(
    "effects",
    "effect observed",
    "effects observed",
    numbers={
        "detrimental": among("effect", ["detrimental"]),
        "of them unintended": lambda table: table["effect"].eq("detrimental") & table["intended"].eq("unintended"),
        "beneficial": among("effect", ["beneficial"]),
        "of which nothing came": among("effect", ["none"]),
    },
    choices=[
        Choice("effect", "Effect", lambda code: title("effect", code)),
        Choice("intended", "Intended", lambda code: title("intended", code)),
        *SEEN_BY,
    ],
    texts=SEEN_TEXTS,
    dates=SEEN_DATES,
    order={"effect": [[effect] for effect in EFFECTS]},
)
TOLD = Listing(
    "told",
    "account",
    "accounts",
    numbers={
        "of problems": among("kind", ["problem"]),
        "of achievements": among("kind", ["achievement"]),
        "testimonies": among("kind", ["testimony"]),
        "case notes": among("kind", ["case note"]),
    },
    choices=[KIND, *SEEN_BY],
    texts=SEEN_TEXTS,
    dates=SEEN_DATES,
    order={"kind": [[kind] for kind in ACCOUNTS]},
)
OF_GROUPS = Listing("of_groups", "account of a named group", "accounts of named groups", {}, [KIND], SEEN_TEXTS, SEEN_DATES)
