"""What the store knew at a date: the returns that counted then, which every table reads."""

from datetime import date, timedelta
from functools import cached_property
from itertools import count
from typing import Any

import pandas as pd

from cdmon.clock import end_of, now, today
from cdmon.database import Cursor, sql
from cdmon.definitions import Definitions, load
from cdmon.disclosure import Rule
from cdmon.parts import Option
from cdmon.refusal import Refusal
from cdmon.tables.own_indicators import own_estimates, with_own
from cdmon.tables.programme import Programme, SetUp, make_programme, waves_named
from cdmon.wording import day

_numbers = count(1)  # of the tables of returns that count: each `Known` has its own


class Known:
    """The store as it was at the end of a day in the United Kingdom; as it is now when `as_at` is None.

    The returns that counted then are a temporary table of its own (`counting`, a name), which every query of cdmon/sql reads as
    `query_table($counting)`: two of them, of two days, do not meddle with one another. Those are the accepted returns; with
    `provisional` also the ones that nobody has decided about yet. What is stored later it does not see: make another one then.

    Who checks, sends or decides needs all that is known, `Known(cursor)`; what people look at is `Known.in_view(cursor)`, which is the
    same but for a programme that is looked at from a day of its own, as the example is.
    """

    def __init__(self, cursor: Cursor, as_at: date | None = None, provisional: bool = False) -> None:
        """Find the returns that count, once for all the queries that follow."""
        self.cursor = cursor
        self.as_at = as_at
        self.provisional = provisional
        self.moment = now() + timedelta(seconds=1) if as_at is None else end_of(as_at)  # the last instant (UTC) to look at
        self.counting = f"counting_{next(_numbers)}"
        states = ["accepted", *["submitted"] * provisional]
        cursor.execute(f"CREATE TEMP TABLE {self.counting} AS {sql('tables/counting')}", {"moment": self.moment, "states": states})

    @classmethod
    def in_view(cls, cursor: Cursor, as_at: date | None = None, provisional: bool = False) -> "Known":
        """Return what people look at: as at a day or, without one, as at the day that the programme is looked at from, if it has one."""
        return cls(cursor, as_at or looked_at_from(cursor), provisional)

    def execute(self, query: str, **parameters: object) -> Cursor:
        """Run a query and return the cursor with what it finds.

        Any query may name $counting (the returns that count), $own_estimates (the figures of the programme's own indicators), $moment and
        $today (the day in the United Kingdom, whatever is looked at).
        """
        own = {"counting": self.counting, "moment": self.moment, "today": today()}
        if "$own_estimates" in query:
            own["own_estimates"] = self.own_estimates
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
        return self.rows("own_indicators")

    @cached_property
    def definitions(self) -> Definitions:
        """What is measured: the definitions, with the indicators that the programme has added."""
        return with_own(load(), self.own_indicators)

    @cached_property
    def own_estimates(self) -> str:
        """The name of the temporary table of the figures of the programme's own indicators, of all returns that count."""
        name = f"own_estimates_of_{self.counting}"
        self.cursor.execute(f"CREATE TEMP TABLE {name} AS FROM estimates LIMIT 0")
        for told in self.own_indicators:
            answers = self.read("own_answers", dataset=told["survey"], question=told["question"])
            self.cursor.register("own_figures", own_estimates(told, answers))
            self.cursor.execute(f"INSERT INTO {name} BY NAME FROM own_figures")
            self.cursor.unregister("own_figures")
        return name

    @cached_property
    def set_up(self) -> SetUp | None:
        """The programme set-up that counted; None when there was none yet."""
        found = self.execute("SELECT return_id FROM query_table($counting) WHERE dataset = 'programme'").fetchall()
        return read_set_up(found[0][0], self) if found else None

    @cached_property
    def programme(self) -> Programme | None:
        """The programme as it was set up; None when it was not yet."""
        if self.set_up is None:
            return None
        return make_programme(self.set_up, self.as_at or today(), self.as_at is not None)

    @property
    def small_numbers(self) -> Rule:
        """The programme's rule for small numbers; the usual one until there is a programme."""
        return self.programme.small_numbers if self.programme else Rule()

    @property
    def neighbourhoods(self) -> pd.DataFrame:
        """The neighbourhoods as set up: code, name, population, wave, gss_code, boundary_year; by code."""
        return self.read("neighbourhoods") if self.set_up is None else self.set_up.neighbourhoods.copy()


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


SHEETS = {  # of a set-up: the query that reads each
    "programme": "programme",
    "stages": "stages",
    "waves": "own_waves",
    "milestones": "own_milestones",
    "cadences": "cadences",
    "modes": "modes",
    "neighbourhoods": "neighbourhoods",
}
_set_ups: dict[str, SetUp] = {}


def read_set_up(return_id: str, known: Known) -> SetUp:
    """Return a set-up, read once in this process: what a return says never changes."""
    if return_id not in _set_ups:
        sheets = {part: known.read(query) for part, query in SHEETS.items()}
        sheets["neighbourhoods"]["wave"] = sheets["neighbourhoods"]["wave"].replace("", waves_named(sheets["waves"])[0].code)
        _set_ups[return_id] = SetUp(**sheets)
    return _set_ups[return_id]


def waves_in_use(known: Known) -> list[Option]:
    """Return the waves that have neighbourhoods in this programme, in the order in which they begin."""
    used = set(known.neighbourhoods["wave"])
    return [wave for wave in known.programme.waves if wave.code in used] if known.programme else []
