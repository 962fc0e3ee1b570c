"""The set-ups of programmes that have been read: each once in this process."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

import pandas as pd

from cdmon.tables.programme import Programme, SetUp, make_programme, waves_named

SHEETS = {  # of a set-up: the query that reads each
    "programme": "programme",
    "stages": "stages",
    "waves": "own_waves",
    "milestones": "own_milestones",
    "cadences": "cadences",
    "modes": "modes",
    "criteria": "own_criteria",
    "break_clauses": "break_clauses",
    "neighbourhoods": "neighbourhoods",
}
_set_ups: dict[str, SetUp] = {}


def read_set_up(return_id: str, read: Callable[[str], pd.DataFrame]) -> SetUp:
    """Return a set-up, of which `read` finds each sheet by its query; read once in this process: what a return says never changes."""
    if return_id not in _set_ups:
        sheets = {part: read(query) for part, query in SHEETS.items()}
        sheets["neighbourhoods"]["wave"] = sheets["neighbourhoods"]["wave"].replace("", waves_named(sheets["waves"])[0].code)
        _set_ups[return_id] = SetUp(**sheets)
    return _set_ups[return_id]


@lru_cache(maxsize=64)
def programme_on(set_up: SetUp, day: date, looking_back: bool, stopped_on: date | None) -> Programme:
    """Return the programme of a set-up, worked out once for each day that it is looked at from."""
    return make_programme(set_up, day, looking_back, stopped_on)
