"""How the programme works in each neighbourhood, stage by stage: not started, taking baselines, intensively, maintaining."""

from collections.abc import Sequence

import pandas as pd

from cdmon.definitions import load
from cdmon.parts.stages import Mode
from cdmon.tables.known import Known
from cdmon.tables.programme import StageDates

COLUMNS = ["neighbourhood", "stage", "mode"]


def modes(known: Known) -> pd.DataFrame:
    """Return the mode of every neighbourhood in every stage, as the set-up says or else as follows from its wave: one row each, by both."""
    if known.programme is None or known.set_up is None:
        return pd.DataFrame(columns=COLUMNS)
    said = {(place, stage): mode for place, stage, mode in known.set_up.modes.itertuples(index=False)}
    begun = {wave: stage.number for stage in known.programme.stages for wave in stage.begins}
    places = known.neighbourhoods[["code", "wave"]].itertuples(index=False)
    rows = [
        (place, stage.number, said.get((place, stage.number)) or usual_mode(wave, stage.number, begun.get(wave)).code)
        for place, wave in places
        for stage in known.programme.stages
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def usual_mode(wave: str, stage: int, begins: int | None) -> Mode:
    """Return the mode in a stage that follows from a wave and the number of the stage it begins in, None where it begins in none."""
    fit = [mode for mode in load().modes.values() if mode.after is None or (begins is not None and mode.after <= stage - begins)]
    return [mode for mode in fit if not mode.waves or wave in mode.waves][-1]


def modes_now(known: Known) -> pd.Series:
    """Return the mode that each neighbourhood is in, by its code; '' for all once the programme is over."""
    table, current = modes(known), known.programme
    if current is None or current.month > current.last_month:
        return pd.Series("", index=known.neighbourhoods["code"])
    if current.month < 1:
        return pd.Series(next(iter(load().modes)), index=known.neighbourhoods["code"])
    stage = next(stage.number for stage in reversed(current.stages) if stage.first_month <= current.month)
    return table[table["stage"] == stage].set_index("neighbourhood")["mode"]


def mode_in_words(known: Known, neighbourhood: str) -> str:
    """Say how the programme works in a neighbourhood now, since when, and what comes next.

    As in 'Intensive work since November 2024 (stage 2); maintenance from May 2026 (stage 3)'; '' without a programme.
    """
    table, current = modes(known), known.programme
    of = table[table["neighbourhood"] == neighbourhood]
    if current is None or of.empty:
        return ""
    runs = in_runs(current.stages, list(of["mode"]))
    begun = [run for run in runs if run[1].first_month <= current.month]
    ahead = [run for run in runs[len(begun) :] if begun or run[0].after is not None]
    if current.month > current.last_month:
        return f"The programme has ended; at last: {lowered(since(*runs[-1]))}"
    now = since(*begun[-1]) if begun else next(iter(load().modes.values())).words
    return now + (f"; {lowered(ahead[0][0].words)} from {when(ahead[0][1])}" if ahead else "")


def in_runs(stages: Sequence[StageDates], codes: Sequence[str]) -> list[tuple[Mode, StageDates]]:
    """Return each mode, given that of each stage, with the first stage of its run of stages."""
    runs = [(load().modes[code], stage) for code, stage in zip(codes, stages, strict=True)]
    return [run for number, run in enumerate(runs) if number == 0 or run[0] != runs[number - 1][0]]


def since(mode: Mode, stage: StageDates) -> str:
    """Say since when a mode holds; what has not started does so since nothing."""
    return mode.words if mode.after is None else f"{mode.words} since {when(stage)}"


def when(stage: StageDates) -> str:
    """Say when a stage begins: 'November 2024 (stage 2)'."""
    return f"{stage.starts:%B %Y} (stage {stage.number})"


def lowered(text: str) -> str:
    """Return a text as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def modes_listed(known: Known) -> str:
    """Say which neighbourhoods are in which mode now: 'intensive: N01, N02; not started: N03'; '' once the programme is over."""
    now = modes_now(known)
    listed = {mode.code: list(now.index[now == mode.code]) for mode in load().modes.values()}
    return "; ".join(f"{code}: {', '.join(places)}" for code, places in listed.items() if places)
