"""The calendar of a programme: stages, break clauses and notices, how it works where, survey rounds, and what is late or due next."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from cdmon.tables.known import Known
from cdmon.tables.milestones import DUE_SOON, LATE_STATE, all_milestones
from cdmon.tables.modes import in_runs, modes
from cdmon.tables.programme import Programme
from cdmon.tables.rounds import rounds
from cdmon.tables.stage_decisions import break_clause, stage_decisions
from cdmon.wording import Row, day, given, period, read, some_of

STAGE, NOTICE, CLAUSE, MODE, ROUND, MILESTONE = "stage", "notice", "break clause", "mode", "survey round", "milestone"
COLUMNS = ["kind", "what", "stage", "neighbourhoods", "starts", "ends", "state"]
OVER, NOW, TO_COME, DECIDED, STOPPED = "over", "now", "to come", "decided", "stopped"
NAMED = 8  # neighbourhoods that a row names; the others are counted there


def timeline(known: Known) -> pd.DataFrame:
    """Return one row a stage, notice, break clause, mode of the neighbourhoods that share it, survey round, late or next milestone.

    `starts` and `ends` are days, the same of what is on a day; `neighbourhoods` codes, empty for the programme; `state` is over, now, to
    come, decided, late, due soon or stopped: what a decision to stop leaves out. Without a programme there is no row.
    """
    current = known.programme
    if current is None:
        return pd.DataFrame(columns=COLUMNS)
    rows = [*stages(current), *clauses(known, current), *modes_of_places(known, current), *asked(known), *milestones_open(known)]
    return pd.DataFrame(rows, columns=COLUMNS)


def stages(current: Programme) -> Iterator[tuple[object, ...]]:
    """Yield a row for each stage."""
    for stage in current.stages:
        state = STOPPED if stage.starts > current.ends else state_of(stage.starts, stage.ends, current.today)
        yield STAGE, f"Stage {stage.number}: {stage.title}", stage.number, (), stage.starts, stage.ends, state


def clauses(known: Known, current: Programme) -> Iterator[tuple[object, ...]]:
    """Yield a row for each notice date and break clause: decided, to come, due soon or late."""
    taken = stage_decisions(known)
    decided = set(taken.loc[taken["holds"].astype(bool), "stage"])
    for stage in current.stages:
        if stage.clause is None or stage.starts > current.ends:
            continue
        days = {NOTICE: stage.clause.notice_by, CLAUSE: stage.ends}
        words = break_clause(stage, taken, current.today).removeprefix("Break clause: ")
        for kind, on in days.items():
            if on is not None:
                state = DECIDED if stage.number in decided else LATE_STATE if on < current.today else TO_COME
                yield kind, f"{kind.capitalize()}, stage {stage.number}: {words}", stage.number, (), on, on, state


def modes_of_places(known: Known, current: Programme) -> Iterator[tuple[object, ...]]:
    """Yield a row for each mode from one stage to another, with the neighbourhoods that have the same modes all along."""
    table = modes(known)
    all_along = table.groupby("neighbourhood")["mode"].agg(tuple)
    for run, places in all_along.groupby(all_along).groups.items():
        found = in_runs(current.stages, list(run))
        ends = [min(stage.starts - timedelta(days=1), current.ends) for _, stage in found[1:]] + [current.ends]
        for (mode, stage), end in zip(found, ends, strict=True):
            if stage.starts > end:
                continue
            yield MODE, mode.words, stage.number, tuple(places), stage.starts, end, state_of(stage.starts, end, current.today)


def asked(known: Known) -> Iterator[tuple[object, ...]]:
    """Yield a row for each round of the residents' survey, on the day on which it ended."""
    for row in rounds(known).to_dict("records"):
        on = row["ended"].date() if hasattr(row["ended"], "date") else row["ended"]
        yield ROUND, f"Residents' survey {period(row['round'])}", None, (), on, on, OVER


def milestones_open(known: Known) -> Iterator[tuple[object, ...]]:
    """Yield a row for each milestone that is late or due soon, with the neighbourhoods in which it is."""
    table = all_milestones(known)
    waiting = table[table["state"].isin([LATE_STATE, DUE_SOON])]
    for (_, state), rows in waiting.groupby(["milestone", "state"], sort=False):
        first = rows.iloc[0]
        places = tuple(given(place) for place in rows["neighbourhood"] if given(place))
        yield MILESTONE, first["title"], first["stage"], places, first["due"], first["due"], state


def state_of(starts: date, ends: date, today: date) -> str:
    """Tell whether a time is over, now or to come."""
    return OVER if ends < today else TO_COME if starts > today else NOW


def late_and_next(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what is late, the oldest first, and after it what is due next: break clauses, notices and milestones."""
    found = frame[frame["kind"].isin([NOTICE, CLAUSE, MILESTONE]) & ~frame["state"].isin([OVER, DECIDED])]
    return found.assign(is_next=found["state"] != LATE_STATE).sort_values(["is_next", "ends"], kind="stable").drop(columns="is_next")


def read_timeline(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the calendar as people read it: What, Where, When, State."""
    return read(
        frame,
        {
            "What": lambda row: row["what"],
            "Where": lambda row: some_of(row["neighbourhoods"], NAMED) or "Programme",
            "When": when_cell,
            "State": lambda row: row["state"],
        },
    )


def when_cell(row: Row) -> str:
    """Say on which day something is, or from when until when."""
    return day(row["ends"]) if row["starts"] == row["ends"] else f"{day(row['starts'])} to {day(row['ends'])}"
