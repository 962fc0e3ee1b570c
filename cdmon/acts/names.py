"""The same group under several names: likely matches are offered, a person decides, and the decision is kept."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from cdmon.acts.act import own_id
from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.problems import Problem
from cdmon.refusal import Refusal
from cdmon.tables.group_names import ALIKE, decided, most_like, names_in_use, own_name
from cdmon.tables.known import Known
from cdmon.text import key
from cdmon.workbooks.sheets import ReadSheet


@dataclass(frozen=True)
class Likeness:
    """A name in a file that no register of its neighbourhood holds, and the name there that it is most like (`score` of 100)."""

    neighbourhood: str
    name: str
    like: str
    score: float
    sheet: ReadSheet
    column: str
    row_number: int

    def problem(self) -> Problem:
        """Return the warning that asks whether the two are one group."""
        words = {"neighbourhood": self.neighbourhood, "like": self.like}
        return self.sheet.problem("group-name-similar", self.column, self.row_number, self.name, **words)


@dataclass(frozen=True)
class SameName:
    """A person's decision: `name` stands for the group `same_as`, or for a group of its own where that is ""."""

    neighbourhood: str
    name: str
    same_as: str


def likenesses(known: Known, sheets: Sequence[ReadSheet]) -> list[Likeness]:
    """Return each name of a group in a file that may be another group's, spelled differently; each name once.

    Names in the neighbourhood's registers so far, and those that somebody has decided about, are known. A name in a register is never
    like one that stands in the same register: those are two groups.
    """
    earlier, settled = registered(known), decided(known.cursor)
    register = next((sheet for sheet in sheets if sheet.sheet.code == "groups"), None)
    sent: dict[str, set[str]] = defaultdict(set)
    if register is not None:
        for place, name in register.frame[["neighbourhood", "name"]].dropna().itertuples(index=False):
            sent[place].add(name)
    found: dict[tuple[str, str], Likeness] = {}
    for sheet in sheets:
        for column in [column.code for column in sheet.sheet.columns if column.suggests == "groups"]:
            for place, name, number in named(sheet, column):
                others = earlier[place] - sent[place] if sheet is register else earlier[place] | sent[place]
                spelled = {key(each) for each in (earlier[place] if sheet is register else others)}
                if key(name) in spelled or (place, key(name)) in settled or (place, key(name)) in found:
                    continue
                like, score = most_like(name, others)
                if score >= ALIKE:
                    found[place, key(name)] = Likeness(place, name, own_name(settled, place, like), score, sheet, column, number)
    return list(found.values())


def named(sheet: ReadSheet, column: str) -> list[tuple[str, str, int]]:
    """Return the neighbourhood, name and row of each different name in a column."""
    first: dict[tuple[str, str], int] = {}
    for place, name, number in zip(*(sheet.frame[code].tolist() for code in ("neighbourhood", column, "row_number")), strict=True):
        if pd.notna(place) and pd.notna(name) and place:
            first.setdefault((place, name), number)
    return [(*names, number) for names, number in first.items()]


def registered(known: Known) -> dict[str, set[str]]:
    """Return the names in all registers of groups that count, by neighbourhood."""
    names: dict[str, set[str]] = defaultdict(set)
    query = "SELECT DISTINCT counting.neighbourhood, groups.name FROM groups JOIN query_table($counting) AS counting USING (return_id)"
    for place, name in known.execute(query).fetchall():
        names[place].add(name)
    return names


def decide_name(
    database: Database, name: SameName, by: str, moment: datetime | None = None, reason: str = "", act_id: str | None = None
) -> None:
    """Keep a decision about a name; it can be changed by another, the last one counts. Deciding the same again keeps nothing.

    `by` is who decides, `moment` when (UTC; now if not given), `reason` why, where somebody says so; `act_id` is the decision's own (a new
    one if not given). With nothing stored: AlreadyDone when an act of that id is there; Refusal when no group of the neighbourhood goes by
    one of the names, and nobody has decided about it before.
    """

    def keep(cursor: Cursor) -> None:
        own_id(cursor, act_id)
        before = decided(cursor)
        known = {key(each) for each in names_in_use(cursor, name.neighbourhood)}
        known |= {each for place, each in before if place == name.neighbourhood}
        for each in (name.name, *[name.same_as] * bool(name.same_as)):
            if key(each) not in known:
                raise Refusal(f"No group in {name.neighbourhood} goes by the name “{each}”.")
        if key(name.name) == key(name.same_as):
            raise Refusal(f"“{name.name}” is the same name already.")
        if before.get((name.neighbourhood, key(name.name))) != name.same_as:
            keep_names(cursor, [name], by, moment, reason.strip(), act_id)

    database.write(keep)


def keep_names(
    cursor: Cursor, names: Sequence[SameName], by: str, moment: datetime | None = None, reason: str = "", act_id: str | None = None
) -> None:
    """Keep decisions about names, inside a transaction that somebody else ends.

    A group that stood for the name it is now to be the same as becomes a group of its own first, so that names never go round in a circle.
    That is a decision of its own; `act_id` is that of the last.
    """
    before = decided(cursor) if names else {}
    round_again = [
        SameName(each.neighbourhood, each.same_as, "")
        for each in names
        if each.same_as and key(own_name(before, each.neighbourhood, each.same_as)) == key(each.name)
    ]
    decisions = [*round_again, *names]
    ids = [own_id(cursor) for _ in decisions[1:]] + [own_id(cursor, act_id)]
    rows = [
        (own, each.neighbourhood, each.name, each.same_as, moment or now(), by, reason) for own, each in zip(ids, decisions, strict=False)
    ]
    if rows:
        frame = pd.DataFrame(rows, columns=["act_id", "neighbourhood", "name", "same_as", "decided_at", "decided_by", "reason"])
        cursor.register("decided_names", frame)
        cursor.execute("INSERT INTO group_names BY NAME SELECT * FROM decided_names")
        cursor.unregister("decided_names")
