"""Indicators that a programme makes of questions of its own: shares like all others, of what the set-up on the day in view says."""

from datetime import date, datetime
from typing import Any

import pytest

from cdmon.database import Database
from cdmon.definitions import load
from cdmon.exports.table_file import table_file
from cdmon.returns.submit import submit
from cdmon.tables.factors import factors
from cdmon.tables.known import Known
from cdmon.tables.kpis import kpis
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.workbooks import programme_workbook, survey_workbook, table, workbook

PARK = {"code": "knows_park", "title": "Residents who know the park", "factor": 1, "question": "l1", "answers": "yes, well; yes"}
PARK |= {"left_out": "Dont know", "direction": "higher is better"}
ASKED = {"code": "l1", "label": "Knows the park", "answers": "Yes, well; Yes; No; Don't know"}


def set_up(asked: dict[str, Any] | None = None, kpi: str = "knows_park; residents_active", **other: Any) -> bytes:
    own = [{"code": "outdoors", "title": "More out of doors", "indicators": kpi}]
    sheets = {"Questions": table([asked or ASKED]), "Indicators": table([{**PARK, **other}]), "KPIs": table(own)}
    return programme_workbook(sheets=sheets)


def wave(label: str, day: date, well: int, some: int, no: int, unsure: int = 0, **of: Any) -> bytes:
    said = ["yes, well"] * well + ["yes"] * some + ["no"] * no + ["don't know"] * unsure
    return survey_workbook(label, day, [{"q1": "no", "q2": "no", "l1": answer} for answer in said], **of)


THEN, NOW = date(2024, 10, 1), date(2025, 10, 1)


def park(store: Database, place: str | None = "N01", as_at: date | None = None) -> dict[str, Any]:
    with store.cursor() as cursor:
        frame = factors(Known(cursor, as_at), place)
    (found,) = frame[frame["indicator"] == "knows_park"].to_dict("records")
    return found


def test_it_is_the_share_of_those_who_answered_with_its_interval_change_and_verdict(database):
    """21 of 300 are 7.0% (4.6 to 10.5), 36 of 300 are 12.0% (8.8 to 16.2); Newcombe has 0.3 to 9.8 points for the change."""
    send(database, set_up())
    send(database, wave("2024", THEN, 10, 11, 279, unsure=10))
    send(database, wave("2025", NOW, 20, 16, 264))
    row = park(database)
    then, now, change = row["baseline"], row["latest"], row["change"]
    assert (then.n, then.no_answer, now.n) == (300, 10, 300)  # who does not know is not among those who answered
    assert [round(100 * each, 1) for each in (then.value, then.low, then.high)] == [7.0, 4.6, 10.5]
    assert [round(100 * each, 1) for each in (now.value, now.low, now.high)] == [12.0, 8.8, 16.2]
    assert [round(100 * each, 1) for each in (change.value, change.low, change.high)] == [5.0, 0.3, 9.8]
    assert (row["verdict"], row["factor"], row["line"], row["unit"]) == ("rose", 1, "detail", "% of residents")


def test_it_stands_in_its_factor_behind_the_others_of_its_line(database):
    send(database, set_up())
    with database.cursor() as cursor:
        codes = list(factors(Known(cursor), "N01")["indicator"])
    of_factor = load().factors[1].indicators
    assert codes[: len(of_factor) + 1] == [*of_factor, "knows_park"]


def test_what_a_sample_needs_holds_for_it_as_well(database):
    """Weights of 2 and 0.5, and another mode: 10 heavy ones of 50 and 20 light ones of 50 are (20 + 10) of (100 + 25)."""
    send(database, set_up())
    said = [{"l1": "yes" if n < 10 else "no", "weight": 2} for n in range(50)]
    said += [{"l1": "yes" if n < 20 else "no", "weight": 0.5} for n in range(50)]
    send(database, survey_workbook("2024", THEN, said))
    send(database, wave("2025", NOW, 20, 16, 264, mode="online"))
    row = park(database)
    assert row["baseline"].value == pytest.approx(30 / 125)
    assert row["baseline"].factor > 1.1
    assert row["verdict"] == "not comparable"


@pytest.mark.parametrize(("few", "many"), [(3, 97), (97, 3)])
def test_few_people_are_hidden(database, few, many):
    send(database, set_up())
    send(database, wave("2024", THEN, 0, few, many))
    row = park(database)
    assert (row["verdict"], row["baseline"].is_hidden) == ("hidden", True)
    assert row["baseline"].value != row["baseline"].value  # NaN


def test_neighbourhoods_are_pooled(database):
    send(database, set_up())
    send(database, wave("2024", THEN, 0, 30, 270))
    send(database, wave("2024", THEN, 0, 60, 240, neighbourhood="N02"))
    assert park(database, None)["baseline"].value == pytest.approx((6500 * 0.1 + 6000 * 0.2) / 12500)


def test_a_wave_that_did_not_ask_has_no_figure(database):
    send(database, set_up())
    send(database, survey_workbook("2024", THEN, [{"q1": "no"}] * 60))
    assert park(database)["verdict"] == "not collected"


def test_what_counts_is_what_the_set_up_says_on_the_day_in_view(database):
    for at, content in (
        (datetime(2024, 5, 2), set_up()),
        (datetime(2024, 11, 1), wave("2024", THEN, 30, 30, 240)),
        (datetime(2025, 1, 10), set_up(answers="yes, well")),
    ):
        submit(database, Upload("a.xlsx", content), "a test", at, tell_effect=False)
    assert park(database, as_at=date(2025, 1, 9))["baseline"].value == 0.2
    assert park(database)["baseline"].value == 0.1


def test_of_few_organisations_it_says_how_many_of_how_many(database):
    send(database, set_up({**ASKED, "survey": "sector"}))
    facts = {"label": "2024", "fieldwork_start": THEN, "fieldwork_end": THEN, "mode": "online", "sample_design": "simple random"}
    answers = [{"respondent": f"V{n}", "l1": "yes" if n < 8 else "no"} for n in range(9)]
    sheets = {"Sector wave": table([facts | {"neighbourhood": "N01", "independent": "yes"}]), "Organisations": table(answers)}
    send(database, workbook(sheets))
    row = park(database)
    assert (row["baseline"].n_counted, row["baseline"].n, row["baseline"].of_few) == (8, 9, True)
    assert row["unit"] == "% of organisations"


def test_it_is_seen_on_the_kpis_and_in_their_export(database):
    send(database, set_up())
    send(database, wave("2024", THEN, 10, 11, 279))
    send(database, wave("2025", NOW, 20, 16, 264))
    with database.cursor() as cursor:
        frame = kpis(Known(cursor), "N01").set_index("kpi")
    assert frame.loc["outdoors", ["indicator", "verdict", "kpi_verdict"]].values.tolist() == [
        ["knows_park", "rose", "1 of 2 better, of 1 nothing can be told"],
        ["residents_active", "too early", "1 of 2 better, of 1 nothing can be told"],
    ]
    exported = table_file(database, "kpis", ".csv").decode()
    assert "Residents who know the park" in exported


@pytest.mark.parametrize("text", ["yes'); DROP TABLE estimates; --", "' OR 1 = 1 --", "{members}"])
def test_no_text_of_the_set_up_is_run(database, text):
    send(database, set_up({**ASKED, "answers": f"{text.replace(';', ',')}; no"}, answers=text.replace(";", ","), title=text, left_out=None))
    said = [{"l1": text.replace(";", ",") if n < 30 else "no"} for n in range(300)]
    send(database, survey_workbook("2024", THEN, said))
    assert park(database)["baseline"].value == 0.1
