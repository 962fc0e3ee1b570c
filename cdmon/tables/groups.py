"""The groups of each neighbourhood over the months: how each lives, and which of them the sector survey met."""

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.group_names import Decided, decided, own_name
from cdmon.tables.known import Known
from cdmon.tables.listing import Choice, Listing, among
from cdmon.text import key
from cdmon.wording import given, period, read

GROUPS = ["neighbourhood", "group", "other_names", "class", "issue", "life", "since", "first_month", "last_month"]
RECONCILED = ["neighbourhood", "group", "found", "wave"]
OVER = ["closed", "merged"]
LEFT_OUT = "left out of the register"
FOUND = {"both": "in both", "left_only": "only in the register", "right_only": "only in the survey"}
LIVES = [LEFT_OUT, "dormant", "new", "active", "closed"]  # in the order in which somebody asks about them
REGISTER = Listing(
    "groups",
    "group",
    "groups",
    numbers={life: among("life", [life]) for life in LIVES} | {"merged": lambda table: table["life"].str.startswith("merged")},
    choices=[
        Choice("life", "Standing", lambda life: standing(life)),
        Choice("class", "Kind", lambda code: title("class", code)),
        Choice("issue", "Issue", lambda code: title("issue", code)),
    ],
    texts=["group", "other_names", "life"],
    dates=["since"],
    order={"life": [[life] for life in LIVES]},
)
MET = Listing(
    "found",
    "group",
    "groups",
    numbers={words: among("found", [words]) for words in FOUND.values()},
    choices=[Choice("found", "Found"), Choice("wave", "Survey round", lambda wave: period(given(wave)))],
    texts=["group"],
    order={"found": [["only in the register"], ["only in the survey"]]},
)


def groups(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a group that any register has held, by neighbourhood and name.

    Columns: neighbourhood, group (the name it has now), other_names (spelled otherwise in earlier registers, as people have decided),
    class and issue (as last reported, "" for not), life (new, active, dormant, closed, merged into …, or left out of the register), since
    (the month in which that began), first_month and last_month (of the registers it is in).
    """
    lines = register(known, neighbourhood)
    one = ["neighbourhood", "own"]
    of_group = lines.groupby(one, sort=False)
    began = lines[lines["status"] != of_group["status"].shift()].groupby(one, sort=False)["period"].last()
    table = of_group[["class", "issue"]].last().fillna("")
    table["since"] = began
    table["first_month"] = of_group["period"].first()
    table["other_names"] = other_names(lines)
    last = of_group.tail(1).set_index(one)[["name", "status", "merged_into", "period", "latest"]]
    table = table.join(last.rename(columns={"name": "group", "period": "last_month"}))
    left_out = (table["last_month"] < table["latest"]) & ~table["status"].isin(OVER)
    merged = "merged into " + table["merged_into"].fillna("another group").astype(str)
    table["life"] = table["status"].mask(table["status"] == "merged", merged).mask(left_out, LEFT_OUT)
    table["since"] = table["since"].mask(left_out, table["latest"])
    return table.reset_index()[GROUPS].sort_values(["neighbourhood", "group"], ignore_index=True)


def other_names(lines: pd.DataFrame) -> pd.Series:
    """Return the names that each group had in earlier registers and has no more, by neighbourhood and key; "" for none."""
    now = lines.groupby(["neighbourhood", "own"], sort=False)["name"].transform("last")
    others = lines[lines["name"] != now].drop_duplicates(["neighbourhood", "own", "name"])
    told = others.groupby(["neighbourhood", "own"], sort=False)["name"].agg("; ".join)
    return told.reindex(lines.set_index(["neighbourhood", "own"]).index.unique(), fill_value="")


def register(known: Known, neighbourhood: str | None) -> pd.DataFrame:
    """Return the lines of all registers, with the key of the group each is about as `own`."""
    lines = known.read("groups", neighbourhood=neighbourhood)
    return with_own(lines, decided(known.cursor, known.moment))


def with_own(lines: pd.DataFrame, names: Decided) -> pd.DataFrame:
    """Return lines that have a neighbourhood and a name with the key of the group that the name stands for as `own`."""
    pairs = list(zip(lines["neighbourhood"], lines["name"], strict=True))
    own = {(place, name): key(own_name(names, place, name)) for place, name in set(pairs)}
    return lines.assign(own=pd.Series([own[pair] for pair in pairs], index=lines.index, dtype="object"))


def reconcile(known: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return each group that is in the newest register or in the newest sector survey wave of its neighbourhood, and in which.

    Columns: neighbourhood, group, found (in both, only in the register, only in the survey), wave. Only neighbourhoods that have both;
    groups that the register says are closed or merged are left out, and so are organisations that did not agree to be named.
    """
    lines = register(known, neighbourhood)
    lines = lines[(lines["period"] == lines["latest"]) & ~lines["status"].isin(OVER)]
    surveyed = with_own(known.read("surveyed", neighbourhood=neighbourhood), decided(known.cursor, known.moment))
    waves = dict(zip(surveyed["neighbourhood"], surveyed["period"], strict=True))
    both = lines.merge(surveyed, on=["neighbourhood", "own"], how="outer", suffixes=("", "_surveyed"), indicator="found")
    both = both[both["neighbourhood"].isin(set(lines["neighbourhood"]) & set(waves))]
    table = both.assign(
        group=both["name"].fillna(both["name_surveyed"]),
        found=both["found"].astype(str).map(FOUND),
        wave=both["neighbourhood"].map(waves),
    )
    return table[RECONCILED].drop_duplicates(RECONCILED).sort_values(["neighbourhood", "found", "group"], ignore_index=True)


def read_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Return groups as people read them: Group, Neighbourhood, Other names, Kind, Issue, Standing, Since."""
    return read(
        frame,
        {
            "Group": lambda row: row["group"],
            "Neighbourhood": lambda row: row["neighbourhood"],
            "Other names": lambda row: row["other_names"] or "none",
            "Kind": lambda row: title("class", row["class"]),
            "Issue": lambda row: title("issue", row["issue"]),
            "Standing": lambda row: row["life"],
            "Since": lambda row: period(row["since"]),
        },
    )


def standing(life: str) -> str:
    """Return how a group lives, whichever other it was merged into."""
    return "merged into another" if life.startswith("merged into") else life


def title(column: str, code: str) -> str:
    """Return what the definitions call a choice of the register, or that it was not said."""
    options = load().datasets["groups"].sheet("groups").column(column).options
    return {option.code: option.title for option in options}.get(code, "not said")


def read_reconciled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return register and survey side by side as people read them: Group, Neighbourhood, Found, Survey round."""
    return read(
        frame,
        {
            "Group": lambda row: row["group"],
            "Neighbourhood": lambda row: row["neighbourhood"],
            "Found": lambda row: row["found"],
            "Survey round": lambda row: period(given(row["wave"])),
        },
    )
