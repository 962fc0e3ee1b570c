"""What the store knew at a date: the returns that counted then, which every table reads."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable
from datetime import date, timedelta
from functools import cached_property
from itertools import count
from typing import Any, TypeVar, cast

import pandas as pd
import pyarrow as pa

from cdmon.clock import end_of, now, today
from cdmon.database import Cursor, sql
from cdmon.definitions import Definitions, load
from cdmon.disclosure import Rule
from cdmon.made_once import MadeOnce
from cdmon.parts.part import Option
from cdmon.refusal import Refusal
from cdmon.rights import allow
from cdmon.stage_decision import StageDecision
from cdmon.tables.own_indicators import own_estimates, with_own
from cdmon.tables.programme import Programme, SetUp
from cdmon.tables.set_ups import programme_on, read_set_up
from cdmon.wording import day

T = TypeVar("T")

_found = MadeOnce(24)  # of the states of the store that were read last; the returns that count, where they are 200,000, are 40 MB
_of_places = MadeOnce(100)  # of the neighbourhoods that were read last: the figures of each are some hundreds of kilobytes
NARROW = "return_id, turn, neighbourhood, period_date, follows"  # of returns, for their table to be small; the others go by the turn
_numbers = count(1)  # of the tables that a `Known` lays before its cursor: each has its own


class Known:
    """The store as it was at the end of a day in the United Kingdom; as it is now when `as_at` is None.

    The returns that counted then are a table of its own before the cursor (`counting`, a name), which every query of cdmon/sql reads as
    `query_table($counting)`: two of them, of two days, do not meddle with one another. Those are the accepted returns; with
    `provisional` also the ones that nobody has decided about yet. What is stored later it does not see: make another one then.

    Where it is told which `version` of the store its cursor reads (its address and data version), what it finds is kept for the other
    readers of that state. Inside a transaction, which may be undone, there is none to tell.

    Who checks, sends or decides needs all that is known, `Known(cursor)`; what people look at is `Known.in_view(cursor)`, which is the
    same but for a programme that is looked at from a day of its own, as the example is.
    """

    def __init__(self, cursor: Cursor, as_at: date | None = None, provisional: bool = False, version: Hashable = None) -> None:
        """Find the returns that count, once for all the queries that follow."""
        self.cursor = cursor
        self.as_at = as_at
        self.provisional = provisional
        self.version = version
        self.moment = now() + timedelta(seconds=1) if as_at is None else end_of(as_at)  # the last instant (UTC) to look at
        self.returns = self.kept("counting", self._find_counting)
        self._counting: dict[str | None, str] = {}
        self._figures: dict[str | None, str] = {}

    def kept(self, question: str, find: Callable[[], T]) -> T:
        """Return what `find` finds in this state of the store: asked once where the state is known, and not to be changed."""
        return once(self.version, (self.as_at, self.provisional, question), find)

    def kept_of_place(self, question: tuple[Hashable, ...], find: Callable[[], T]) -> T:
        """Return what `find` finds of one neighbourhood, which the question names, in this state of the store (see `kept`)."""
        return once(self.version, (self.as_at, self.provisional, *question), find, _of_places)

    def _find_counting(self) -> pa.Table:
        states = ["accepted", *["submitted"] * self.provisional]
        return self.cursor.execute(sql("tables/counting"), {"moment": self.moment, "states": states}).to_arrow_table()

    @classmethod
    def in_view(cls, cursor: Cursor, as_at: date | None = None, provisional: bool = False, version: Hashable = None) -> "Known":
        """Return what people look at: as at a day or, without one, as at the day that the programme is looked at from, if it has one."""
        allow(cursor, "provisional" if provisional else "look")
        return cls(cursor, as_at or once(version, ("looked at from",), lambda: looked_at_from(cursor)), provisional, version)

    def on(self, day: date) -> "Known":
        """Return the same store as it was at the end of another day."""
        return Known(self.cursor, day, self.provisional, self.version)

    def execute(self, query: str, **parameters: object) -> Cursor:
        """Run a query and return the cursor with what it finds.

        Any query may name $counting (the returns that count) and $figures (their estimates), which are those of the `neighbourhood` that it
        is given, with the programme's own, else all; $moment; and $today (the day in the United Kingdom, whatever is looked at).
        """
        place: Any = parameters.pop("neighbourhood", None)
        own: dict[str, object] = {"moment": self.moment, "today": today(), "neighbourhood": place}
        if "$counting" in query:
            own["counting"] = self.counting(place)
        if "$figures" in query:
            own["figures"] = self.figures(place)
        return self.cursor.execute(query, {name: value for name, value in own.items() if f"${name}" in query} | parameters)

    def read(self, query: str, **parameters: object) -> pd.DataFrame:
        """Return what a query of cdmon/sql/tables finds."""
        return self.execute(sql(f"tables/{query}"), **parameters).df()

    def rows(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        """Return what a query of cdmon/sql/tables finds as plain rows, which are read one by one many times as quickly as a frame's."""
        return self.found(sql(f"tables/{query}"), **parameters)

    def found(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        """Return what the text of a query finds as plain rows."""
        found = self.execute(query, **parameters)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    @cached_property
    def own_indicators(self) -> list[dict[str, Any]]:
        """The indicators that the programme has added, as rows of its set-up."""
        return self.kept("own indicators", lambda: self.rows("own_indicators"))

    @cached_property
    def definitions(self) -> Definitions:
        """What is measured: the definitions, with the indicators that the programme has added."""
        return with_own(load(), self.own_indicators)

    def counting(self, neighbourhood: str | None = None) -> str:
        """Return the name of the returns that count: those of a neighbourhood and the programme's own, or all of them (None)."""
        if neighbourhood not in self._counting:
            name = self._counting[neighbourhood] = f"counting_{next(_numbers)}"
            self.cursor.register(name, self.returns if neighbourhood is None else of_place(self.returns, neighbourhood))
        return self._counting[neighbourhood]

    def figures(self, neighbourhood: str | None = None) -> str:
        """Return the name of the estimates of the returns that count, those of the programme's own indicators among them.

        Those of a neighbourhood, and the programme's own, are kept; those of all (None) are a view, which of returns has NARROW alone.
        """
        if neighbourhood not in self._figures:
            name = self._figures[neighbourhood] = f"figures_{next(_numbers)}"
            if neighbourhood is None:
                self.cursor.execute(f"CREATE TEMP TABLE all_of_{name} AS SELECT {NARROW} FROM {self.counting()}")  # noqa: S608
                estimates = f"(FROM estimates UNION ALL BY NAME FROM {self.own_estimates()})" if self.own_indicators else "estimates"
                self.cursor.execute(f"CREATE TEMP VIEW {name} AS {joined(f'all_of_{name}', estimates)}")
            else:
                self.cursor.register(
                    f"kept_{name}", self.kept_of_place(("figures", neighbourhood), lambda: self._find_figures(neighbourhood))
                )
                self.cursor.execute(f"CREATE TEMP TABLE {name} AS FROM kept_{name}")  # which is read more quickly
        return self._figures[neighbourhood]

    def _find_figures(self, neighbourhood: str) -> pa.Table:
        """Return the estimates of a neighbourhood and the programme's own. Those that name no neighbourhood are few, and read once."""
        of = "FROM ({}) WHERE told_of = $place ORDER BY neighbourhood"  # by = many are passed over more quickly than by IN
        unnamed = self.kept("unnamed", lambda: self.execute(of.format(joined(self.counting(), "estimates")), place="").to_arrow_table())
        found = [of_place(unnamed, neighbourhood)]
        if neighbourhood:
            query = of.format(joined(self.counting(neighbourhood), "estimates"))
            found.append(self.execute(query, place=neighbourhood).to_arrow_table())
        if self.own_indicators:
            own = joined(self.counting(neighbourhood), self.own_estimates(neighbourhood))
            found.append(self.execute(own).to_arrow_table())
        return pa.concat_tables(found)

    def own_estimates(self, neighbourhood: str | None = None) -> str:
        """Return the name of the estimates of the programme's own indicators, which are worked out from the answers kept."""
        name = f"own_estimates_{next(_numbers)}"
        self.cursor.execute(f"CREATE TEMP TABLE {name} AS FROM estimates LIMIT 0")
        for told in self.own_indicators:
            answers = self.read("own_answers", dataset=told["survey"], question=told["question"], neighbourhood=neighbourhood)
            self.cursor.register("own_figures", own_estimates(told, answers).assign(neighbourhood=""))
            self.cursor.execute(f"INSERT INTO {name} BY NAME FROM own_figures")
            self.cursor.unregister("own_figures")
        return name

    @cached_property
    def set_up(self) -> SetUp | None:
        """The programme set-up that counted; None when there was none yet."""
        query = "SELECT return_id FROM query_table($counting) WHERE dataset = 'programme'"
        found = self.kept("set-up", lambda: self.execute(query).fetchall())
        return read_set_up(found[0][0], self.read) if found else None

    @cached_property
    def programme(self) -> Programme | None:
        """The programme as it was set up; None when it was not yet."""
        if self.set_up is None:
            return None
        return programme_on(self.set_up, self.as_at or today(), self.as_at is not None, self.stopped_on)

    @cached_property
    def stopped_on(self) -> date | None:
        """The day on which a decision that holds stops the programme, be it to come; None where none does."""
        ends = [outcome.code for outcome in load().outcomes.values() if outcome.ends]
        found = self.kept("stopped", lambda: self.rows("stopped", outcomes=ends))
        return min((StageDecision.model_validate_json(row["details"]).effective_on for row in found), default=None)

    @property
    def small_numbers(self) -> Rule:
        """The programme's rule for small numbers; the usual one until there is a programme."""
        return self.programme.small_numbers if self.programme else Rule()

    @property
    def neighbourhoods(self) -> pd.DataFrame:
        """The neighbourhoods as set up: code, name, population, wave, gss_code, boundary_year; by code."""
        return self.read("neighbourhoods") if self.set_up is None else self.set_up.neighbourhoods.copy()


def once(version: Hashable, question: tuple[Hashable, ...], find: Callable[[], T], made: MadeOnce = _found) -> T:
    """Return what `find` finds, asked once for each version of the store that is known, and question."""
    return cast(T, made.get((version, question), find)) if version else find()


def joined(counting: str, estimates: str) -> str:
    """Return the query of the estimates of some returns."""
    return sql("tables/figures").format(counting=counting, estimates=estimates)


def of_place(rows: pa.Table, neighbourhood: str) -> pa.Table:
    """Return those rows of a table in the order of its neighbourhoods that are of one of them or the programme's own, without a copy."""
    own = run_of(rows, "")
    return pa.concat_tables([own, run_of(rows, neighbourhood)]) if neighbourhood else own


def run_of(rows: pa.Table, place: str) -> pa.Table:
    """Return the rows of one place, which lie together."""
    places = rows["neighbourhood"]
    first, behind = (find(range(len(places)), place, key=lambda row: places[row].as_py()) for find in (bisect_left, bisect_right))
    return rows.slice(first, behind - first)


def looked_at_from(cursor: Cursor) -> date | None:
    """Return the day that the programme's set-up names to look at it from; None where it names none.

    None, too, where nothing had been set up by that day, as when the files of a programme that has ended are sent afterwards: of that day
    nothing could be shown. All of them count then, and the day says only which month it is.
    """
    found = cursor.execute(sql("tables/looked_at_from"), {"moment": now() + timedelta(seconds=1)}).fetchone()
    return None if found is None or found[0] is None or found[1] > end_of(found[0]) else found[0]


def programme_of(known: Known) -> Programme:
    """Return the programme as it was set up; Refusal when it was not yet."""
    if known.programme is None:
        raise Refusal(not_set_up(known.as_at))
    return known.programme


def place_of(known: Known, code: str | None) -> str | None:
    """Return the code of a neighbourhood, None for all of them; Refusal when the set-up lists none of this code."""
    codes = list(known.neighbourhoods["code"])
    if code is None or code in codes:
        return code
    was = f"On {day(known.as_at)} there was" if known.as_at else "There is"
    raise Refusal(f"{was} no neighbourhood {code!r}. " + (f"The codes are: {', '.join(codes)}." if codes else "None is set up yet."))


def not_set_up(as_at: date | None) -> str:
    """Say that no programme has been set up, or had been by a day."""
    return "No programme has been set up in this store yet." if as_at is None else f"On {day(as_at)} no programme had been set up yet."


def waves_in_use(known: Known) -> list[Option]:
    """Return the waves that have neighbourhoods in this programme, in the order in which they begin."""
    used = set(known.neighbourhoods["wave"])
    return [wave for wave in known.programme.waves if wave.code in used] if known.programme else []
