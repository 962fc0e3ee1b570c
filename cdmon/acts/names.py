"""The same group under several names: likely matches are offered, a person decides, and the decision is kept."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd

from cdmon.acts.act import own_id
from cdmon.audit_lines import keep_line
from cdmon.clock import now
from cdmon.database import Cursor, Database
from cdmon.problems import Problem
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.tables.alike import Alike
from cdmon.tables.group_names import ALIKE, decided, most_like, names_in_use, own_name
from cdmon.tables.known import Known
from cdmon.text import key, normal
from cdmon.workbooks.sheets import ReadSheet

MOST_COMPARED = 2_000  # names of one neighbourhood
ENDED = ("closed", "merged")  # of a group that is in the register for the last time


@dataclass(frozen=True)
class Likeness:
    """A name in a file that no register of its neighbourhood holds, and the name there that it is most like (`score` of 100).

    The other may stand in the same register, in row `other_row`.
    """

    neighbourhood: str
    name: str
    like: str
    score: float
    sheet: ReadSheet
    column: str
    row_number: int
    other_row: int | None = None

    def problem(self) -> Problem:
        """Return the warning that asks whether the two are one group."""
        words = {"neighbourhood": self.neighbourhood, "like": self.like}
        if self.other_row is not None:
            return self.sheet.problem("group-name-double", self.column, self.row_number, self.name, like=self.like, row=self.other_row)
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
    like one of an earlier one that stands in this register as well; whether those two are one is what `doubles` asks.
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
    return [*found.values(), *(each for each in doubles(known, register) if (each.neighbourhood, key(each.name)) not in found)]


def doubles(known: Known, register: ReadSheet | None) -> Iterator[Likeness]:
    """Yield each name in a register that no earlier one holds, and that is like another name in it: one of earlier, or of a row above.

    Of a neighbourhood with more than `MOST_COMPARED` names none: that is no register, and every name would be compared with each.
    """
    if register is None:
        return
    settled, rows = decided(known.cursor), pd.DataFrame(named(register, "name"), columns=["place", "name", "row"])
    earlier = {(place, key(name)) for place, names in registered(known).items() for name in names}
    places = dict(known.neighbourhoods[["code", "name"]].itertuples(index=False, name=None))
    for place, listed in rows.groupby("place"):
        alike, seen = Alike(places.get(place, "")), dict[str, int]()
        is_new = [(place, key(name)) not in earlier for name in listed["name"]]
        for name, row in listed.assign(is_new=is_new).sort_values("is_new", kind="stable")[["name", "row"]].itertuples(index=False):
            if normal(name) in seen or len(seen) > MOST_COMPARED:
                continue  # the same name twice is an error already
            like = None if (place, key(name)) in earlier or (place, key(name)) in settled else alike.likest(name)
            if like is not None:
                yield Likeness(place, name, *like, register, "name", row, seen[normal(like[0])])
            alike.add(name)
            seen[normal(name)] = row


def listed_twice(known: Known, sheets: Sequence[ReadSheet]) -> Iterator[Problem]:
    """Yield each row of a register whose name, as somebody has decided, stands for the group of a row above, where both still go on."""
    settled = decided(known.cursor)
    for sheet in [sheet for sheet in sheets if sheet.sheet.code == "groups"]:
        rows = sheet.frame[~sheet.frame["status"].isin(ENDED)]
        first: dict[tuple[str, str], tuple[str, int]] = {}
        for place, name, number in named(replace(sheet, frame=rows), "name"):
            other, row = first.setdefault((place, key(own_name(settled, place, name))), (name, number))
            if row != number and key(other) != key(name):
                yield sheet.problem("group-decided-twice", "name", number, name, like=other, row=row)


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
        allow(cursor, "name_groups", name.neighbourhood)
        own = own_id(cursor, act_id)
        before = decided(cursor)
        known = {key(each) for each in names_in_use(cursor, name.neighbourhood)}
        known |= {each for place, each in before if place == name.neighbourhood}
        for each in (name.name, *[name.same_as] * bool(name.same_as)):
            if key(each) not in known:
                raise Refusal(f"No group in {name.neighbourhood} goes by the name “{each}”.")
        if key(name.name) == key(name.same_as):
            raise Refusal(f"“{name.name}” is the same name already.")
        if before.get((name.neighbourhood, key(name.name))) != name.same_as:
            keep_names(cursor, [name], by, moment, reason.strip(), own)
            keep_line(cursor, "group named", by, own, name.neighbourhood)

    database.write(keep)


def keep_names(
    cursor: Cursor, names: Sequence[SameName], by: str, moment: datetime | None = None, reason: str = "", act_id: str | None = None
) -> None:
    """Keep decisions about names, inside a transaction that somebody else ends.

    A group that stood for the name it is now to be the same as becomes a group of its own first, so that names never go round in a circle.
    That is a decision of its own; `act_id` is that of the last.
    """
    for each in names:
        allow(cursor, "name_groups", each.neighbourhood)
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
