"""What the set-up says of the programme and of a neighbourhood, beyond what the tables of figures show."""

from datetime import date

import pandas as pd

from cdmon.definitions import load
from cdmon.parts.columns import Column
from cdmon.tables.clauses import terms
from cdmon.tables.known import Known, waves_in_use
from cdmon.tables.modes import mode_in_words
from cdmon.tables.programme import StageDates
from cdmon.text import shown
from cdmon.wording import day, period
from cdmon.workbooks.fields import typed

COLUMNS = ["Setting", "As set up", "What it means"]


def settings(known: Known) -> pd.DataFrame:
    """Return every setting of the programme as people read it: Setting, As set up, What it means; its stages and waves come last."""
    if known.set_up is None or known.programme is None:
        return pd.DataFrame(columns=COLUMNS)
    row = known.set_up.programme.iloc[0]
    columns = load().datasets["programme"].sheet("programme").columns
    rows = [(column.title, setting_cell(column, row[column.code]), column.help) for column in columns]
    rows += [(f"Stage {stage.number}: {stage.title}", months_cell(stage), begins_cell(known, stage)) for stage in known.programme.stages]
    return pd.DataFrame(rows, columns=COLUMNS)


def setting_cell(column: Column, value: object) -> str:
    """Say what a setting is: a choice by its title, a day and a month in words; 'not set' where it is empty."""
    said = typed(column, value)
    if said is None:
        return "not set"
    if isinstance(said, date):
        return day(said)
    return period(shown(said)) if column.type == "month" else shown(said)


def months_cell(stage: StageDates) -> str:
    """Say when a stage is: 'months 7 to 24, 1 November 2024 to 30 April 2026'."""
    return f"months {stage.first_month} to {stage.last_month}, {day(stage.starts)} to {day(stage.ends)}"


def begins_cell(known: Known, stage: StageDates) -> str:
    """Say which waves that have neighbourhoods begin in a stage, and whether a break clause ends it."""
    begin = [wave.title for wave in waves_in_use(known) if wave.code in stage.begins]
    return f"Begins here: {', '.join(begin) or 'no wave'}. {terms(stage.clause) if stage.clause else 'No break clause at its end.'}"


def read_left_open() -> pd.DataFrame:
    """Return what the sources leave open as people read it: What is open, What is done here, Why, Where a programme says otherwise."""
    rows = [(each.title, each.default, each.reason, each.set_by) for each in load().left_open.values()]
    return pd.DataFrame(rows, columns=["What is open", "What is done here", "Why", "Where a programme says otherwise"])


def about_neighbourhood(known: Known, neighbourhood: str) -> str:
    """Say how the programme works in a neighbourhood now, which team does, and why it was chosen, as far as the set-up says."""
    place = known.neighbourhoods.set_index("code").loc[neighbourhood]
    told = {"": mode_in_words(known, neighbourhood), "Team: ": place["team"], "Why it was chosen: ": place["reason"]}
    return ". ".join(f"{label}{text.rstrip('.')}" for label, text in told.items() if text) + "."
