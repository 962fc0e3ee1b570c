"""What each role sees of the dashboard, and the page on which it is said who may do what."""

import shutil

import pytest
from streamlit.testing.v1 import AppTest

from cdmon.acts.people import keep_person
from cdmon.database import ROOT, open_database
from cdmon.definitions import load
from cdmon.person import Person
from cdmon.tables.people import people, read_people
from cdmon.web.navigation import NEEDS
from tests.titles import TITLES

ROUTER = ROOT / "cdmon" / "web" / "router.py"


@pytest.fixture
def store(made_stores, tmp_path, monkeypatch):
    """The dashboard's store: a programme with the neighbourhoods N01 and N02."""
    path = shutil.copy(made_stores["programme"], tmp_path / "store.duckdb")
    monkeypatch.setenv("CDMON_DATABASE", str(path))
    opened = open_database(str(path))
    yield opened
    opened.close()


def opened(page, role=None, *own):
    app = AppTest.from_file(str(ROUTER), default_timeout=60)
    if role is not None:
        app.session_state["viewed_as"] = Person("not signed in", role, own)
    return app.switch_page(f"../../pages/{page}.py").run()


@pytest.mark.parametrize("role", load().roles)
def test_each_role_opens_the_pages_that_it_has_the_right_for_and_is_told_whom_to_ask_at_the_others(store, role):
    for page in (*NEEDS, "overview"):
        right = load().rights[NEEDS.get(page, "look")]
        app = opened(page, role)
        refused = [f"may not {right.does}. Ask " in each.value for each in app.error]
        assert (app.title[0].value, not app.exception, refused) == (TITLES[page], True, [True] * (role not in right.may))


@pytest.mark.parametrize("page", TITLES)
def test_every_page_stands_for_who_may_only_look(store, page):
    app = opened(page, "viewer")
    assert [not app.exception, len(app.error)] == [True, int(page in NEEDS)]
    assert not [each.label for each in app.button if each.label in ("Keep the decision", "Keep this", "Send", "Keep these assumptions")]


def test_a_person_is_put_on_the_list_by_the_form(store):
    app = opened("people")
    app.text_input[0].set_value("ann@example.org")
    app.text_input[1].set_value("Ann")
    next(each for each in app.selectbox if each.label == "Role").set_value("fieldworker")
    next(each for each in app.multiselect if each.label == "Their own neighbourhoods").set_value(["N01"])
    app.text_input[2].set_value("She began")
    next(each for each in app.button if each.label == "Keep this").click()
    app.run()
    assert [each.value for each in app.success] == ["Kept: Ann is fieldworker."]
    with store.cursor() as cursor:
        (row,) = read_people(people(cursor)).to_dict("records")
    assert [row[name] for name in ("Name", "Address", "Role", "Neighbourhoods", "By", "Why")] == [
        *("Ann", "ann@example.org", "Fieldworker", "N01", "not signed in", "She began")
    ]


def test_somebody_is_taken_off_the_list_by_the_form(store):
    keep_person(store, "ann@example.org", "Ann", "fieldworker", ["N01"], "the office", "She began")
    app = opened("people")
    next(each for each in app.selectbox if each.label == "Person").set_value("ann@example.org").run()
    next(each for each in app.selectbox if each.label == "Role").set_value("")
    app.text_input[1].set_value("She left")
    next(each for each in app.button if each.label == "Keep this").click()
    app.run()
    assert [each.value for each in app.success] == ["Kept: Ann is no longer on the list."]


def test_the_person_at_the_machine_sees_it_as_another_role_and_comes_back(store):
    app = opened("people")
    next(each for each in app.selectbox if each.key == "view-as-role").set_value("commissioner").run()
    next(each for each in app.button if each.label == "See it so").click().run()
    assert "Seen as: Commissioner. Own neighbourhoods: none." in [each.value for each in app.info]
    assert not app.text_input  # the form is for administrators
    next(each for each in app.button if each.label == "See it as an administrator again").click().run()
    assert len(app.text_input) == 3
