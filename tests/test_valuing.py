"""The page Value without a browser: claims, assumptions chosen again, what they come to with its caveat, a blank, and keeping them."""

import pytest
from streamlit.testing.v1 import AppTest

from cdmon.acts.assume import keep_assumptions
from cdmon.charts.tornado import tornado
from cdmon.database import ROOT, open_database
from cdmon.tables.assumptions import assumptions
from cdmon.tables.known import Known
from cdmon.tables.value import ASKED, CAVEAT
from cdmon.value.assumptions import made
from cdmon.value.valuation import valuation
from cdmon.web.valuing import as_frame, blank_rows, rows_of
from tests.assumed import assumed
from tests.stored import set_up


@pytest.fixture
def store(tmp_path, monkeypatch):
    database = open_database(str(tmp_path / "store.duckdb"))
    set_up(database)
    monkeypatch.setenv("CDMON_DATABASE", database.url)
    yield database
    database.close()


def opened(act_id=None):
    app = AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=60)
    app.switch_page("../../pages/value.py")
    app.session_state["claims"] = True
    app.session_state["value-years"] = True
    app.run()
    return app.selectbox(key="assumptions").set_value(act_id).run() if act_id else app


def tables(app):
    return [html.proto.body for html in app.get("html") if "<table" in html.proto.body]


def test_the_claims_stand_with_what_speaks_against_them_and_an_empty_sheet_asks(store):
    app = opened()
    assert not app.exception
    assert "£558,714" in tables(app)[0] and "three neighbourhoods together" in tables(app)[0]
    assert [each.value for each in app.warning] == [ASKED]


def test_assumptions_chosen_again_come_to_what_they_did_and_every_figure_has_its_caveat(store):
    act_id = keep_assumptions(store, assumed(unmonetised=["<b>Trust</b>"]), "Ann", "Why")
    app = opened(act_id)
    assert not app.exception
    figures = [each for each in tables(app)[1:] if "The parts of a calculation" not in each]
    assert len(figures) == 5 and all(CAVEAT in each for each in figures)
    assert "£7,641" not in tables(app)[0] and any("£7,6" in each for each in figures)
    (picture,) = [html.proto.body for html in app.get("html") if '<img class="cd-tornado' in html.proto.body]
    assert CAVEAT in picture and 'alt="Net value' in picture
    assert any(r"\<b\>Trust" in each.value for each in app.markdown)


def test_a_blank_withholds_the_result(store):
    app = opened(keep_assumptions(store, assumed({"people": None}), "Ann", "Why"))
    assert [each.value for each in app.warning] == [ASKED]
    assert any("Depression: people, years 1, 2, 3, 4, 5." in each.value for each in app.markdown)
    assert not any("Net value" in each for each in tables(app))


def test_what_is_changed_is_kept_under_its_name_beside_the_first(store):
    app = opened(keep_assumptions(store, assumed(), "Ann", "Why"))
    (name,) = [each for each in app.text_input if each.label == "Name of these assumptions"]
    name.set_value("More careful")
    app.text_input(key="why-assumptions").set_value("The board asked")
    (button,) = [each for each in app.button if each.label == "Keep these assumptions"]
    button.click().run()
    assert not app.exception and not app.error
    with store.cursor() as cursor:
        found = assumptions(Known(cursor))
    assert found["name"].tolist() == ["More careful", "A test"]
    assert found["assumptions"][0].rows == assumed().rows


def test_nothing_is_kept_without_a_reason(store):
    app = opened(keep_assumptions(store, assumed(), "Ann", "Why"))
    (button,) = [each for each in app.button if each.label == "Keep these assumptions"]
    button.click().run()
    assert [each.value for each in app.error] == ["Give the assumptions a name, and say why you keep them."]


def test_a_sheet_gives_back_the_rows_that_it_was_made_of_and_blank_rows_are_left_out():
    told = [row.model_dump() for row in assumed().rows]
    empty = [dict.fromkeys(told[0])]
    assert made(rows=rows_of(as_frame(told + empty))).rows == assumed().rows


def test_one_more_condition_brings_a_row_for_each_part_that_it_lacks():
    sheet = as_frame([{"subject": "Falls", "part": "people", "central": 5}])
    assert [row["part"] for row in blank_rows("Falls", "money", sheet)] == [
        "events", "share_prevented", "unit_cost", "deadweight", "displacement", "attribution", "optimism_bias", "drop_off", "cashable",
    ]  # fmt: skip


def test_there_is_no_picture_without_a_range():
    assert tornado([], 0) == ""
    assert tornado(valuation(assumed(), 2).swings, 3057).count("<img") == 1
