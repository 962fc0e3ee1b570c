"""Where nothing was reported: who was asked and had none, who sent a return without any, and where nobody is known to have asked."""

import pandas as pd

from cdmon.tables.board import begins
from cdmon.tables.effects import effects, mark
from cdmon.tables.known import Known
from cdmon.tables.risks import risks
from cdmon.wording import Row, day, period, read

COLUMNS = ["neighbourhood", "name", "about", "state", "whom", "asked_on", "office", "nil", "provisional"]
ABOUT = {  # what is asked about: in words, and the dataset that reports it
    "risks": ("open risk", "risks"),
    "detrimental": ("detrimental effect", "evidence"),
    "beneficial": ("beneficial effect", "evidence"),
}
STATES = {"asked": "asked, and had none", "nil": "said there was nothing to report", "not asked": "nobody is known to have asked"}


def asked(known: Known, about: str, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a neighbourhood that has begun and of which nothing of a kind (one of ABOUT) is reported.

    The programme has one, too, where it was asked. Columns: neighbourhood ("" for the programme), name, about, state (one of STATES),
    whom, asked_on and office (when it was asked last; "" and NaT where it was not), nil (the last month whose return said that there was
    nothing to report, "" for none), provisional.
    """
    current = known.programme
    if current is None:
        return pd.DataFrame(columns=COLUMNS)
    found = known.read("asked", about=about, dataset=ABOUT[about][1])
    places = known.neighbourhoods
    begun = places[begins(places, current) <= f"{current.today:%Y-%m}"][["code", "name"]].set_axis(
        ["neighbourhood", "name"], axis="columns"
    )
    table = begun.merge(found, how="left", on="neighbourhood")
    own = found[(found["neighbourhood"] == "") & (found["whom"] != "")].assign(name="The programme")
    table = pd.concat([table, own]) if len(own) else table
    table = table[~table["neighbourhood"].isin(reported(known, about))]
    table = table if neighbourhood is None else table[table["neighbourhood"] == neighbourhood]
    texts = {name: table[name].fillna("") for name in ("whom", "office", "nil")}
    state = (
        texts["whom"]
        .ne("")
        .map({True: "asked", False: ""})
        .mask(texts["whom"].eq("") & texts["nil"].ne(""), "nil")
        .replace("", "not asked")
    )
    days = {"asked_on": pd.to_datetime(table["asked_on"]).dt.date, "provisional": table["provisional"].eq(True)}
    return table.assign(about=about, state=state, **texts, **days)[COLUMNS].reset_index(drop=True)


def reported(known: Known, about: str) -> set[str]:
    """Return the neighbourhoods ("" for the programme) of which an open risk, or an effect of a kind, is reported."""
    if about == "risks":
        table = risks(known)
        table = table[table["status"] == "open"]
    else:
        table = effects(known)
        table = table[table["effect"] == about]
    return set(table["neighbourhood"].fillna(""))


def summary(frame: pd.DataFrame) -> str:
    """Say of how many neighbourhoods nothing of a kind is reported, and how many of them were asked; "" where there is none."""
    of_places = frame[frame["neighbourhood"] != ""]
    if of_places.empty:
        return ""
    what = ABOUT[of_places["about"].iloc[0]][0]
    counted = "; ".join(f"{number} {words}" for state, words in STATES.items() if (number := int(of_places["state"].eq(state).sum())))
    where = "1 neighbourhood" if len(of_places) == 1 else f"{len(of_places)} neighbourhoods"
    return f"No {what} is reported of {where}: {counted}. Nothing reported is not the same as none."


def read_asked(frame: pd.DataFrame) -> pd.DataFrame:
    """Return where nothing was reported as people read it: Neighbourhood, None reported, Asked whom, When, By which office."""
    return read(
        frame,
        {
            "Neighbourhood": lambda row: f"{row['neighbourhood']} {row['name']}".strip(),
            "None reported": lambda row: STATES[row["state"]] + (f", {period(row['nil'])}" if row["state"] == "nil" else "") + mark(row),
            "Asked whom": lambda row: row["whom"] or "nobody",
            "When": when_cell,
            "By which office": lambda row: row["office"] or "none",
        },
    )


def when_cell(row: Row) -> str:
    """Say on which day they were asked."""
    return "never" if pd.isna(row["asked_on"]) else day(row["asked_on"])
