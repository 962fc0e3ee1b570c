"""What a reader sees for each kind of figure, and for each way in which there is none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from cdmon.tables.changes import Change
from cdmon.tables.factors import read_factors
from cdmon.tables.figures import Figure
from cdmon.tables.kpis import read_kpis
from cdmon.tables.milestone_evidence import Shown
from cdmon.tables.milestones import read_milestones
from cdmon.tables.overview import read_overview
from cdmon.wording import change, figure

nan = float("nan")


@pytest.mark.parametrize(
    ("value", "low", "high", "kind", "text"),
    [
        (0.07, 0.0462, 0.1046, "proportion", "7.0% (4.6–10.5)"),
        (0.07, nan, nan, "proportion", "7.0%"),
        (0.0, 0.0, 0.0126, "proportion", "0.0% (0.0–1.3)"),
        (1.0, 0.9874, 1.0, "proportion", "100.0% (98.7–100.0)"),
        (2999 / 3000, 0.9981, 0.9999, "proportion", "over 99.9% (99.8–100.0)"),  # one of them did not
        (1 / 3000, 0.0001, 0.0019, "proportion", "under 0.1% (0.0–0.2)"),  # one of them did
        (0.9994, nan, nan, "proportion", "99.9%"),
        (14, nan, nan, "count", "14"),
        (1234, nan, nan, "count", "1,234"),
        (2.5, nan, nan, "count", "2.5"),
        (0, nan, nan, "count", "0"),
        (2.2, 1.2, 3.6, "rate", "2.2 per 1,000 (1.2–3.6)"),
        (nan, nan, nan, "proportion", ""),
        (None, None, None, "count", ""),
    ],
)
def test_figure(value, low, high, kind, text):
    assert figure(value, low, high, kind) == text


@pytest.mark.parametrize(
    ("value", "low", "high", "kind", "text"),
    [
        (0.05, 0.0028, 0.0980, "proportion", "+5.0 percentage points (0.3 to 9.8)"),
        (-0.021, -0.06, 0.018, "proportion", "−2.1 percentage points (−6.0 to 1.8)"),
        (0.0, -0.05, 0.05, "proportion", "0.0 percentage points (−5.0 to 5.0)"),
        (-0.0001, -0.05, 0.05, "proportion", "0.0 percentage points (−5.0 to 5.0)"),
        (0.0001, nan, nan, "proportion", "0.0 percentage points"),
        (4, nan, nan, "count", "+4"),
        (-1200, nan, nan, "count", "−1,200"),
        (0, nan, nan, "count", "0"),
        (0.4, -0.2, 1.0, "rate", "+0.4 per 1,000 (−0.2 to 1.0)"),
        (nan, nan, nan, "count", ""),
    ],
)
def test_change(value, low, high, kind, text):
    assert change(value, low, high, kind) == text


def test_an_unknown_kind_is_an_error():
    with pytest.raises(KeyError):
        figure(1.0, nan, nan, "shoe size")


def told(value: float, low: float = nan, high: float = nan, n: float = nan, period: str = "", note: str = "") -> Figure:
    return Figure("residents_active", "N01", period, None, value, n=n, n_effective=n, size=n, low=low, high=high, note=note)


AUTUMN_2024 = told(0.07, 0.0462, 0.1046, 300, "Autumn 2024")
AUTUMN_2026 = told(0.12, 0.0880, 0.1617, 1300, "Autumn 2026")
ROSE = {"change": Change(0.05, 0.0028, 0.098), "verdict": "rose"}


def row(baseline: Figure | None, latest: Figure | None, verdict: str = "cannot tell", **other: Any) -> pd.DataFrame:
    about = {
        "neighbourhood": "N01",
        "factor": 1,
        "kind": "proportion",
        "title": "Residents active",
        "baseline": baseline,
        "latest": latest,
        "change": None,
        "flow": None,
        "elsewhere": None,
        "source": "Residents' survey",
        "provenance": "not collected" if verdict == "not collected" else "independent survey",
        "stage": 2,
        "indicator_title": "Residents active",
        "basis": "state",
        "inferred": False,
        "direction": "higher is better",
        "target": nan,
        "target_by": "",
        "reached": "",
    }
    return pd.DataFrame([{**about, "verdict": verdict, **other}])


def cells(frame: pd.DataFrame) -> dict[str, str]:
    (found,) = frame.to_dict("records")
    return found


def test_a_row_of_the_factor_table():
    assert cells(read_factors(row(AUTUMN_2024, AUTUMN_2026, **ROSE))) == {
        "Factor": "1 Community activity",
        "Indicator": "Residents active",
        "Baseline": "7.0% (4.6–10.5), n = 300, Autumn 2024",
        "Now": "12.0% (8.8–16.2), n = 1,300, Autumn 2026",
        "Change": "+5.0 percentage points (0.3 to 9.8)",
        "Verdict": "rose",
        "Source": "Residents' survey; independent survey",
    }


@pytest.mark.parametrize(
    ("baseline", "latest", "verdict", "expected"),  # Baseline, Now, Change
    [
        (None, None, "not collected", ["not collected", "not collected", "not collected"]),
        (AUTUMN_2024, None, "baseline only", ["7.0% (4.6–10.5), n = 300, Autumn 2024", "nothing later yet", "nothing later yet"]),
        (None, AUTUMN_2024, "no baseline", ["no baseline", "7.0% (4.6–10.5), n = 300, Autumn 2024", "no baseline"]),
        (
            AUTUMN_2024,
            AUTUMN_2026,
            "not comparable",
            ["7.0% (4.6–10.5), n = 300, Autumn 2024", "12.0% (8.8–16.2), n = 1,300, Autumn 2026", "not comparable"],
        ),
    ],
)
def test_an_absent_figure_says_why(baseline, latest, verdict, expected):
    found = cells(read_factors(row(baseline, latest, verdict)))
    assert [found["Baseline"], found["Now"], found["Change"]] == expected
    assert found["Verdict"] == verdict
    assert found["Source"] == "Residents' survey" + ("; independent survey" if verdict != "not collected" else "")


def test_a_small_base_is_marked():
    small = replace(AUTUMN_2024, n=40, n_effective=40, note="small base")
    assert cells(read_factors(row(small, None)))["Baseline"] == "7.0% (4.6–10.5), n = 40, Autumn 2024 [small base]"


@pytest.mark.parametrize("hidden_side", ["baseline", "latest"])
@pytest.mark.parametrize("read", [read_factors, read_kpis])
def test_a_hidden_figure_leaves_no_number_and_no_change(read, hidden_side):
    hidden, shown = told(3, n=11, period="Autumn 2024", note="hidden"), told(14, period="Autumn 2024")
    sides = (hidden, shown) if hidden_side == "baseline" else (shown, hidden)
    found = cells(read(row(*sides, "hidden", kind="count", change=Change(11))))
    assert found["Baseline" if hidden_side == "baseline" else "Now"] == "hidden (too few people)"
    assert found["Change"] == "hidden (too few people)"
    assert "14, Autumn 2024" in found.values()


def test_months_are_read_as_months_and_counts_have_no_base():
    groups = told(14, period="2026-10")
    assert cells(read_factors(row(groups, None, kind="count")))["Baseline"] == "14, October 2026"


@pytest.mark.parametrize(
    ("target", "by", "text"),
    [(0.12, "2026-10", "12.0% by October 2026"), (0.12, "", "12.0%"), (nan, "", "no target set"), (nan, nan, "no target set")],
)
def test_a_row_of_the_kpi_table(target, by, text):
    assert cells(read_kpis(row(AUTUMN_2024, AUTUMN_2026, neighbourhood=None, target=target, target_by=by, **ROSE))) == {
        "Neighbourhood": "Programme",
        "Stage": "2",
        "KPI": "Residents active",
        "Indicator": "Residents active",
        "Figure": "state",
        "Baseline": "7.0% (4.6–10.5), n = 300, Autumn 2024",
        "Now": "12.0% (8.8–16.2), n = 1,300, Autumn 2026",
        "Change": "+5.0 percentage points (0.3 to 9.8)",
        "Target": text,
        "Direction": "higher is better",
        "Verdict": "rose",
    }


def test_milestones():
    programme = {
        "neighbourhood": None,
        "stage": 1,
        "title": "Baselines established",
        "due": date(2024, 9, 30),
        "due_month": 6,
        "inferred": False,
        "parts": (),
        "signed_off_by": "",
    }
    place = {**programme, "neighbourhood": "N01", "stage": 4, "title": "Report", "due": date(2029, 3, 1), "due_month": 60, "inferred": True}
    frame = pd.DataFrame([
        {**programme, "state": "met", "evidence": "signed off on 1 October 2024"},
        {**programme, "state": "late", "evidence": ""},
        {**place, "state": "not due", "evidence": ""},
        {**place, "state": "due soon", "evidence": "", "parts": (Shown("Profile"), Shown("Input"))},
        {**place, "state": "not due", "evidence": "", "signed_off_by": "Board"},
    ])  # fmt: skip
    assert read_milestones(frame).values.tolist() == [
        ["Programme", "1", "Baselines established", "30 September 2024 (month 6)", "met", "signed off on 1 October 2024"],
        ["Programme", "1", "Baselines established", "30 September 2024 (month 6)", "late", "none yet"],
        ["N01", "4", "Report [inferred]", "1 March 2029 (month 60)", "not due", "not due"],
        ["N01", "4", "Report [inferred]", "1 March 2029 (month 60)", "due soon", "none yet; missing: Profile, Input"],
        ["N01", "4", "Report [inferred]", "1 March 2029 (month 60)", "not due", "not due; to be signed off by: Board"],
    ]


def test_the_overview():
    full = {"neighbourhood": "N01", "name": "Ashby", "wave": "first", "population": 6500}
    full |= {"active": replace(AUTUMN_2026, n=300), "groups": told(14), "groups_change": Change(4, opened=5, closed=1, found=0)}
    full |= {"last_return": "2026-10", "last_dataset": "groups", "milestones_late": 0, "mode": "intensive"}
    empty: dict[str, Any] = {**dict.fromkeys(full), "neighbourhood": "N30", "name": "Upton", "population": nan, "last_return": ""}
    empty |= {"milestones_late": 2, "change": None, "mode": ""}
    few = {**full, "active": replace(AUTUMN_2026, note="hidden"), "change": None, "verdict": "hidden"}
    frame = pd.DataFrame([{**full, **ROSE}, {**empty, "verdict": "not collected"}, few])
    read = read_overview(frame).drop(columns="Neighbourhood").T
    assert read_overview(frame)["Neighbourhood"].tolist() == ["N01 Ashby", "N30 Upton", "N01 Ashby"]
    assert read[0].tolist() == [
        "first", "Intensive", "6,500", "12.0% (8.8–16.2), n = 300", "+5.0 percentage points (0.3 to 9.8)", "rose",
        "14", "+4: 5 opened, 1 closed", "Groups, October 2026", "0",
    ]  # fmt: skip
    assert read[1].tolist() == [
        "in no wave", "programme over", "not known", "not collected", "not collected", "not collected",
        "not collected", "nothing to compare", "none yet", "2",
    ]  # fmt: skip
    assert read.loc[["Residents active", "Change"], 2].tolist() == ["hidden (too few people)"] * 2


@pytest.mark.parametrize("read", [read_factors, read_kpis])
def test_no_rows_make_an_empty_table_with_its_headings(read):
    empty = read(row(None, None).iloc[:0])
    assert empty.empty
    assert list(empty.columns) == list(read(row(None, None)).columns)
