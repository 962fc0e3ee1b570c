"""Whether two figures may be compared: the same questions, mode, frame and boundaries; and what else should be known of them."""

import pandas as pd

from cdmon.definitions import Definitions
from cdmon.workbooks.values import normal

NOT_COMPARABLE = "not comparable"
SAME = {  # what must be the same at the baseline and now, and how it is said when it is not
    "mode": "asked {0}, then {1}",
    "frame": "sampled from {0}, then {1}",
    "boundary": "for {0}, then {1}",
}


def obstacles(table: pd.DataFrame) -> pd.Series:
    """Return why the two figures of each row of a factor table may not be compared, "" where they may or there are not two.

    Two waves may be compared only with the same questions in the same wording, asked in the same mode of a sample from the same frame,
    for the same boundaries of the neighbourhood; what a wave does not say is not held against it. Neighbourhoods are compared by their
    code and its boundaries, never by name.
    """
    both = (table["baseline_period"] != "") & (table["latest_period"] != "")
    found: list[list[str]] = [[] for _ in range(len(table))]
    pairs = {part: (table[f"baseline_{part}"], table[f"latest_{part}"]) for part in ("asked", "indicator_version", *SAME)}
    differs = {part: both & (then != now) for part, (then, now) in pairs.items()}
    asked = table["kind"].map({"rating": "rated by"}).fillna("questions")
    for part, mask in differs.items():
        then, now = (series[mask] for series in pairs[part])
        for place, old, new in zip(mask.to_numpy().nonzero()[0], then, now, strict=True):
            if part == "asked":
                found[place].append(f"{asked.iloc[place]} {old or 'unknown'}, then {new or 'unknown'}")
            elif part == "indicator_version":
                found[place].append("counted in another way")
            elif old and new and normal(old) != normal(new):
                found[place].append(SAME[part].format(old, new))
    return pd.Series(["; ".join(each) for each in found], index=table.index, dtype=object)


def remarks(table: pd.DataFrame, definitions: Definitions) -> pd.Series:
    """Return what must be known beside each row's verdict: why it is not comparable, and where a wave asked fewer than it should."""
    least = table["indicator"].map({code: definitions.datasets[i.dataset].least for code, i in definitions.indicators.items()})
    of_place = table["neighbourhood"].notna()
    told = table["obstacles"].where(table["verdict"] == NOT_COMPARABLE, "")
    for role, word in (("baseline", "at the baseline"), ("latest", "now")):
        mask = of_place & (table[f"{role}_n"] + table[f"{role}_no_answer"] < least)
        text = "fewer than " + least.astype(int).astype(str) + f" residents {word}"
        told = told.where(~mask, told.where(told == "", told + "; ") + text)
    return told


def is_early(table: pd.DataFrame, definitions: Definitions) -> pd.Series:
    """Tell of each row whether its latest wave lies so soon after the baseline that a change need not show yet."""
    months = table["indicator"].map({code: definitions.datasets[i.dataset].early_months for code, i in definitions.indicators.items()})
    then, now = (pd.to_datetime(table[f"{role}_period_date"]) for role in ("baseline", "latest"))
    apart = (now.dt.year - then.dt.year) * 12 + now.dt.month - then.dt.month
    return (apart < months) & apart.notna()
