"""The form for a decision at a break clause, without a browser: what is lacking is said, what is kept is shown, no text acts."""

from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from cdmon.database import ROOT, open_database
from cdmon.tables.known import Known
from cdmon.tables.stage_decisions import stage_decisions
from tests.stored import set_up

MUST = ("stage_1_priority_areas", "stage_1_baselines", "stage_1_recommendations")


@pytest.fixture
def store(tmp_path, monkeypatch):
    database = open_database(str(tmp_path / "store.duckdb"))
    set_up(database)
    monkeypatch.setenv("CDMON_DATABASE", database.url)
    yield database
    database.close()


def opened():
    app = AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=60)
    app.query_params["clause"] = "Stage 1, 31 October 2024"
    app.switch_page("../../pages/decisions.py")
    app.session_state["decide"] = True  # the part in which it is written down
    return app.run()


def filled_in(app, **other):
    app.selectbox(key="stage-1-0-outcome").set_value("continue").run()
    texts = {
        "reasons": "The rest <b>follows</b>", "residents": "Two on the panel", "acknowledged": "None reported",
        "decided_by-1-body": "Board", "decided_by-1-office": "Director", "decided_by-1-authority": "Minute 7",
        "options-1-option": "Continue", "options-2-option": "Stop", "options-2-rejected_because": "Too early",
        "options-3-option": "Wait", "options-3-rejected_because": "The team would leave",
    } | {f"override-{code}": "By Christmas" for code in MUST} | other  # fmt: skip
    areas = {widget.key for widget in app.text_area}
    for part, text in texts.items():
        key = f"stage-1-0-{part}"
        (app.text_area(key=key) if key in areas else app.text_input(key=key)).set_value(text)
    for part, day in {"decided_on": 30, "effective_on": 31, "equality_considered_on": 20}.items():
        app.date_input(key=f"stage-1-0-{part}").set_value(date(2024, 10, day))
    return next(button for button in app.button if button.label == "Keep this decision").click().run()


def held(store):
    with store.cursor() as cursor:
        return stage_decisions(Known(cursor))


def test_a_decision_is_written_down_in_the_form_and_shown_as_it_was_kept(store):
    app = filled_in(opened())
    assert not app.exception and not app.error
    (row,) = held(store).to_dict("records")
    assert app.success[0].value.startswith("Kept, with the record of what was known") and row["record_hash"] in app.success[0].value
    shown = " ".join(each.proto.body for each in app.get("html"))
    assert "Board, Director" in shown and "&lt;b&gt;follows&lt;/b&gt;" in shown and "<b>follows" not in shown


def test_what_is_lacking_is_said_and_nothing_is_kept(store):
    app = filled_in(opened(), residents="", **{"options-3-rejected_because": ""})
    assert not app.exception
    assert all(said in app.error[0].value for said in ("what part residents had", "at least 3 options"))
    assert held(store).empty


def test_a_day_in_the_past_shows_what_was_decided_then_and_no_form(store):
    filled_in(opened())
    app = AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=60)
    app.query_params["as_at"] = f"{datetime(2024, 12, 1):%Y-%m-%d}"
    app.switch_page("../../pages/decisions.py").run()
    assert not app.exception and "Nothing has been written down yet." in [each.value for each in app.markdown]
    assert "Keep this decision" not in [each.label for each in app.button]
