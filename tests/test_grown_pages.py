"""Pages of a programme of 150 neighbourhoods: what is drawn is a page's worth, the next one shows the rest, and what leaves holds all."""

from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from cdmon.returns.submit import submit
from cdmon.web import take_away
from cdmon.workbooks.cells import Upload
from tests.boundaries import area, geojson
from tests.grown import grow, place
from tests.test_pages import classes, drawn, opened, sentences, tables

PLACES = 150


def many_places(database):
    """150 neighbourhoods with a round of each survey and no monthly return: all of them owe twelve months."""
    grow(database, PLACES, 1)


@pytest.fixture
def grown(filled, monkeypatch):
    """The dashboard's store, for who only looks: the same for all tests, so that what it says is worked out once."""
    monkeypatch.setenv("CDMON_DATABASE", str(filled(many_places)))


@pytest.fixture
def store(copy_of, monkeypatch):
    """The dashboard's store: a copy of the grown one."""
    database = copy_of(many_places)
    monkeypatch.setenv("CDMON_DATABASE", database.url)
    return database


def codes(rows):
    """The codes of the neighbourhoods that head rows, in their order; what is of all together has none."""
    return [row[0].split()[0] for row in rows if row[0].startswith("N0")]


def places(first, last):
    return [place(number) for number in range(first, last + 1)]


@pytest.mark.parametrize(("page", "first", "last"), [("", 1, 60), ("2", 61, 120), ("3", 121, 150)])
def test_the_matrix_and_its_tiles_show_a_page_of_neighbourhoods_by_code_below_all_together(grown, page, first, last):
    app = opened(**({"places_page": page} if page else {}))
    rows = tables(app)
    assert (rows[0][0], codes(rows)) == ("All together", places(first, last))
    assert f"{first} to {last} of 150 neighbourhoods" in sentences(app)
    (tiles,) = classes(app, "cd-tiles")
    assert codes([[tile.text_content()] for tile in tiles]) == places(first, last)


def test_the_sentences_and_all_together_are_those_of_the_whole_programme_on_each_page(grown):
    (one, two) = (opened(**address) for address in ({}, {"places_page": "2"}))
    assert tables(one)[0] == tables(two)[0]
    owed = [each.text_content() for app in (one, two) for part in drawn(app) for each in part.iter("li") if "overdue, in" in str(each.text)]
    assert len(set(owed)) == 1 and "in 150 (N00001 Place 1, " in owed[0]


def test_the_map_shows_the_page_of_the_matrix_and_names_what_it_has_no_boundary_of(store):
    file = Upload("places.geojson", geojson(area(place(100))))
    assert submit(store, file, "a test", datetime(2026, 10, 1), tell_effect=False).stored
    first, second = opened(), opened(places_page="2")
    assert (len(classes(first, "cd-map")), len(classes(second, "cd-map"))) == (0, 1)
    assert "Not on the map: N00001 Place 1; N00002 Place 2; " in sentences(first)
    assert place(99) in sentences(second) and place(121) not in sentences(second)


def test_every_neighbourhood_in_figures_is_turned_over_and_leaves_whole(grown, monkeypatch):
    left = {}
    monkeypatch.setattr(take_away, "offer", lambda view, title, made: left.update({caption: make() for caption, make in made.items()}))
    app = opened(figures_page="3")
    app.session_state["figures"] = app.session_state["take-away"] = True
    app.run()
    assert codes(tables(app)) == places(1, 60) + places(121, 150)  # the matrix, and the figures below it
    assert [len(table) for table in left.values()] == [PLACES]


@pytest.mark.parametrize(("page", "first", "last"), [("1", 1, 20), ("8", 141, 150)])
def test_the_board_draws_twenty_neighbourhoods_and_leaves_whole(grown, monkeypatch, page, first, last):
    left = {}
    monkeypatch.setattr(take_away, "offer", lambda view, title, made: left.update({caption: make() for caption, make in made.items()}))
    app = opened("board", board_page=page)
    app.session_state["take-away"] = True
    app.run()
    assert codes(tables(app)) == places(first, last)
    assert codes(left["Returns, all together"].to_numpy().tolist()) == places(1, PLACES)


def test_the_text_for_an_email_is_made_once_it_is_opened_for_a_page_of_neighbourhoods(grown):
    app = opened("board", owed_text_page="3")
    assert not app.code
    app.session_state["owed-text"] = True
    (text,) = app.run().code
    assert [line.split()[0] for line in text.value.splitlines() if line.startswith("N0")] == places(121, 150)


def many_names():
    from cdmon.web import page

    page.name_others("Nothing due in these months", [f"Place {number}" for number in range(1, 151)])


def test_names_below_a_table_are_sixty_and_then_counted():
    (told,) = AppTest.from_function(many_names).run().markdown
    assert told.value.startswith("*Nothing due in these months:* Place 1; Place 2; ") and told.value.endswith("; Place 60 and 90 more.")


@pytest.mark.parametrize("page", ["", "board", "milestones", "kpis", "partnership", "meeting"])
def test_no_page_draws_an_element_for_each_neighbourhood(grown, page):
    app = opened(page)
    assert sum(1 for part in drawn(app) for _ in part.iter("tr", "li")) < PLACES
    assert len([*app.main]) < PLACES
