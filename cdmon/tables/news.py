"""What is new between two days: harm and other effects that somebody saw, what residents raised, and what was decided about returns."""

import pandas as pd

from cdmon.definitions import load
from cdmon.tables.effects import effects
from cdmon.tables.events import events, in_words
from cdmon.tables.known import Known
from cdmon.tables.threads import threads
from cdmon.text import key, shorten
from cdmon.wording import Row, given, neighbourhood_cell, period

COLUMNS = ["kind", "neighbourhood", "what"]
KINDS = {  # in the order in which a meeting looks at them
    "harm": ("harm was seen", "harms were seen"),
    "effect": ("other effect was seen", "other effects were seen"),
    "matter": ("matter was raised by residents", "matters were raised by residents"),
    "decision": ("decision was taken about a return", "decisions were taken about returns"),
}
NAMED = 2  # that a sentence names; the others are counted
LENGTH = 60  # letters of each


def news(then: Known, now: Known, neighbourhood: str | None = None) -> pd.DataFrame:
    """Return one row a thing that was not on record on one day and is on another, in the order of KINDS.

    Columns: kind (one of KINDS), neighbourhood (None for the programme), what. What a return only says again is not new; decisions are
    those that somebody took after the first day: a return that counts as soon as it is sent needs none.
    """
    seen = {("effect", *of_effect(row)) for row in effects(then, neighbourhood).to_dict("records")}
    known = {of_matter(row) for row in threads(then, neighbourhood).to_dict("records")}
    found = [
        ("harm" if row["effect"] == "detrimental" else "effect", row["neighbourhood"], row["what"])
        for row in effects(now, neighbourhood).to_dict("records")
        if ("effect", *of_effect(row)) not in seen
    ]
    found += [
        ("matter", row["neighbourhood"], f"{row['thread']}: {row['issue']}" if row["issue"] else row["thread"])
        for row in threads(now, neighbourhood).to_dict("records")
        if of_matter(row) not in known
    ]
    found += [("decision", given(row["neighbourhood"]) or None, decision(row)) for row in decided(then, now, neighbourhood)]
    table = pd.DataFrame(found, columns=COLUMNS, dtype=object)
    return table.sort_values("kind", key=lambda kinds: kinds.map(list(KINDS).index), kind="stable", ignore_index=True)


def of_effect(row: Row) -> tuple[str, str, str]:
    """Return what tells an effect from others: where, in which month's return, and in which words."""
    return given(row["neighbourhood"]), row["month"], key(row["what"])


def of_matter(row: Row) -> tuple[str, str]:
    """Return what tells a matter from others: where, and its name."""
    return given(row["neighbourhood"]), key(row["thread"])


def decided(then: Known, now: Known, neighbourhood: str | None) -> list[Row]:
    """Return the events between two moments by which somebody decided about a return, the newest first."""
    table = events(now)
    at_once = set(table[pd.Series(in_words(table), index=table.index) == "sent"]["return_id"])
    after = table[(table["happened_at"] > then.moment) & (table["kind"] != "submitted")]
    after = after[(after["kind"] != "accepted") | ~after["return_id"].isin(at_once)]
    rows: list[Row] = (after[after["neighbourhood"] == neighbourhood] if neighbourhood else after).to_dict("records")
    return rows


def decision(row: Row) -> str:
    """Say what was decided about which return: 'Groups, October 2026: sent back'."""
    return f"{load().datasets[row['dataset']].title}, {period(row['period'])}: {row['kind']}"


def read_news(frame: pd.DataFrame) -> list[str]:
    """Return a sentence for each kind of thing that is new: how many, and the first of them by name."""
    sentences = []
    for kind, words in KINDS.items():
        rows = frame[frame["kind"] == kind].to_dict("records")
        if rows:
            named = "; ".join(f"{shorten(row['what'], LENGTH)} ({neighbourhood_cell(row)})" for row in rows[:NAMED])
            more = f"; and {len(rows) - NAMED:,} more" if len(rows) > NAMED else ""
            sentences.append(f"{len(rows):,} {words[len(rows) > 1]}: {named}{more}.")
    return sentences
