"""Which neighbourhoods have not begun: nothing is owed by them yet and nothing of them has come, so that a table of them says nothing."""

import pandas as pd

from cdmon.tables.board import NEVER, begins
from cdmon.tables.known import Known
from cdmon.tables.waiting import waiting
from cdmon.wording import period, some_of

NAMED = 6  # neighbourhoods that a sentence names; the others are counted there


def not_begun_places(known: Known) -> dict[str, str]:
    """Return the first month of each neighbourhood that has not begun, by code: no return of it is owed yet, counts or waits."""
    current, places = known.programme, known.neighbourhoods
    if current is None:
        return {}
    heard_of = {*known.returns["neighbourhood"].to_pylist(), *waiting(known)}
    first = zip(places["code"], begins(places, current), strict=True)
    return {code: month for code, month in first if month > f"{current.today:%Y-%m}" and code not in heard_of}


def without_not_begun(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Return the rows of a table but for those of neighbourhoods that have not begun."""
    return frame[~frame["neighbourhood"].isin(list(not_begun_places(known)))].reset_index(drop=True)


def tell_left_out(known: Known) -> str:
    """Say which neighbourhoods a table leaves out and why; '' where it leaves out none."""
    places = not_begun_places(known)
    if not places:
        return ""
    when = [period(month) for month in sorted(set(places.values())) if month != NEVER]
    who = "1 neighbourhood has not begun and is" if len(places) == 1 else f"{len(places)} neighbourhoods have not begun and are"
    first = f" (first returns: {' and '.join(when)})" if when else ""
    return f"{who} left out, as there is nothing to tell yet: {some_of(list(places), NAMED)}{first}."
