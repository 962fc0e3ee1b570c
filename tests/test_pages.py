"""What each page shows, without a browser: the router runs, and a page in it."""

import csv
import json
import re
import shutil
import zipfile
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from lxml.html import fragment_fromstring
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from cdmon.acts.decide import decide
from cdmon.acts.meet import record_meeting
from cdmon.database import ROOT, open_database
from cdmon.definitions import load
from cdmon.returns.submit import submit
from cdmon.tables.known import Known
from cdmon.tables.mappings import mappings
from cdmon.tables.meetings import meetings
from cdmon.tables.returns import returns
from cdmon.tables.tokens import token_of, tokens
from cdmon.web import deciding, example, selection
from cdmon.web.escape import plain
from cdmon.web.meeting import SLIDES
from cdmon.workbooks.cells import Upload
from tests.boundaries import area, geojson
from tests.conftest import CORRECTED
from tests.foreign import DECOYS, RESPELLED, foreign_csv, mapping, survey_csv, yes_no
from tests.hostile import HOSTILE
from tests.titles import TITLES
from tests.workbooks import (
    activities_workbook,
    engagement_workbook,
    evidence_workbook,
    groups_workbook,
    programme_workbook,
    survey_workbook,
    yes_of,
)

ROUTER = ROOT / "cdmon" / "web" / "router.py"
PAGES = {path.stem: path for path in sorted((ROOT / "pages").glob("*.py"))}
PLACES = [("N01", "Quayside", 6500), *((f"N{number:02}", text, 6000) for number, text in enumerate(HOSTILE, start=2))]
SURVEYS = {
    2024: survey_workbook("2024", date(2024, 10, 20), yes_of(300, 21)),
    2025: survey_workbook("2025", date(2025, 10, 20), yes_of(300, 36)),
}


@pytest.fixture(scope="module")
def small_store(tmp_path_factory):
    """An invented programme with two survey waves in N01 (21 of 300 active, then 36 of 300), each sent in its November."""
    path = tmp_path_factory.mktemp("small") / "small.duckdb"
    database = open_database(str(path))
    submit(database, Upload("setup.xlsx", programme_workbook(PLACES, invented="yes")), "a test", datetime(2024, 5, 10), tell_effect=False)
    for year, content in SURVEYS.items():
        submit(database, Upload(f"{year}.xlsx", content), "a test", datetime(year, 11, 1), tell_effect=False)
    months = {"2024-11": 12, "2024-12": 3}  # 3 people are too few to show
    for month, people in months.items():
        content = activities_workbook(month, [{"participants": people}])
        submit(database, Upload(f"{month}.xlsx", content), "a test", datetime(2025, 1, 1), tell_effect=False)
    database.close()
    return path


@pytest.fixture
def store(small_store, tmp_path, monkeypatch):
    """The dashboard's store: a copy of the small one."""
    yield from as_store(shutil.copy(small_store, tmp_path / "store.duckdb"), monkeypatch)


@pytest.fixture
def empty_store(tmp_path, monkeypatch):
    """The dashboard's store, with nothing in it."""
    yield from as_store(tmp_path / "store.duckdb", monkeypatch)


def as_store(path, monkeypatch):
    monkeypatch.setenv("CDMON_DATABASE", str(path))
    database = open_database(str(path))
    yield database
    database.close()


def opened(page="", **address):
    """The dashboard as somebody finds it who opens a page's address."""
    app = AppTest.from_file(str(ROUTER), default_timeout=30)
    app.query_params.update(address)
    return (app.switch_page(f"../../pages/{page}.py") if page else app).run()


def tables(app):
    """Every table of a page, as rows of text. A short table is HTML of our own, never one that Streamlit reads as Markdown."""
    assert not app.table
    return [[cell.text_content().strip() for cell in row] for part in drawn(app) for row in part.iterfind(".//tbody/tr")]


def drawn(app):
    """Every part of a page that is HTML of our own, but for its styles."""
    return [
        fragment_fromstring(part.proto.body, create_parent="div") for part in app.get("html") if not part.proto.body.startswith("<style")
    ]


def head(app):
    """What stands at the head of a page: whose figures these are, and as at which day."""
    (told,) = (each.text_content() for part in drawn(app) for each in part.find_class("cd-head"))
    return told


def sentences(app):
    """Every sentence a page shows outside its tables."""
    own = [each.text_content() for part in drawn(app) for each in part.iter("p", "li", "caption")]
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return " ".join([*own, *(each.value for kind in kinds for each in kind)])


def click(app, label):
    """Press a button; Send stands twice, above and below what it would change."""
    button, *others = (button for button in app.button if button.label == label)
    assert len(others) == (label == "Send")
    return button.click().run()


def alerts(app):
    """Every heading that a screen reader reads out as soon as it is there."""
    return [each.text_content() for part in drawn(app) for each in part.xpath(".//*[@role='alert']/h2")]


# Every page


@pytest.mark.parametrize("address", [{}, {"neighbourhood": "N01 Quayside", "as_at": "2025-06-30"}])
@pytest.mark.parametrize("page", TITLES)
def test_every_page_has_one_heading_and_says_that_the_programme_is_invented(store, page, address):
    app = opened(page, **address)
    assert [title.value for title in app.title] == [TITLES[page]]
    assert not app.exception
    assert head(app).startswith(f"Invented example {'N01 Quayside · ' if address else ''}Test programme · ")
    assert not [part for part in drawn(app) if " at 0x" in part.text_content()]  # the name of something in the code


def long_table():
    import pandas as pd

    from cdmon.web import page

    page.table(pd.DataFrame({"Row": range(1, 122)}).astype(str), alt="Numbers")


def test_a_table_of_more_than_a_hundred_rows_is_turned_over_and_not_cut():
    """121 rows are six pages of twenty and one of one."""
    app = AppTest.from_function(long_table).run()
    assert [row for (row,) in tables(app)] == [str(number) for number in range(1, 21)]
    assert [each.value for each in app.caption] == ["Rows 1 to 20 of 121"]
    app.session_state["rows of Numbers"] = 7
    assert [row for (row,) in tables(app.run())] == ["121"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_the_router_did_not_send_for_shows_nothing(store, page):
    app = AppTest.from_file(str(PAGES[page]), default_timeout=30).run()
    assert "does not open by itself" in app.error[0].value
    assert not [*drawn(app), *app.header, *app.markdown, *app.button, *app.selectbox]


@pytest.mark.parametrize("page", [page for page in TITLES if page not in ("upload", "set_up", "definitions", "people", "audit_log")])
def test_a_page_of_figures_leads_to_the_welcome_page_while_there_is_no_programme(empty_store, page):
    app = opened(page)
    assert "No programme has been set up" in app.info[0].value
    assert [link.proto.page for link in app.page_link] == [""]  # the welcome page is the front page then
    assert not [*drawn(app), *app.header]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_short_and_hold_no_sql(page):
    text = PAGES[page].read_text()
    assert len(text.splitlines()) <= 80
    assert "SELECT " not in text


def test_only_the_web_part_and_the_pages_know_streamlit():
    others = [path for path in (ROOT / "cdmon").rglob("*.py") if "web" not in path.parts]
    assert not [path for path in others if re.search(r"^\s*(import|from) streamlit", path.read_text(), re.MULTILINE)]


# The selection


def test_the_table_shows_the_baseline_the_latest_figure_and_the_change(store):
    app = opened("neighbourhood", neighbourhood="N01 Quayside", factor="1. Community activity")
    (row,) = (row for row in tables(app) if row[0] == "Residents who take part in community groups")
    assert row[1].startswith("7.0% (4.6–10.5)")
    assert row[2].startswith("12.0% (8.8–16.2)")
    assert row[3:5] == ["+5.0 percentage points (0.3 to 9.8)", "◆ rose"]


def test_the_day_in_the_address_decides_what_was_known(store):
    app = opened("neighbourhood", neighbourhood="N01 Quayside", as_at="2025-06-30", factor="1. Community activity")
    (row,) = (row for row in tables(app) if row[0] == "Residents who take part in community groups")
    assert row[1].startswith("7.0% (4.6–10.5)")
    assert "12.0%" not in row[2]
    assert "figures as at 30 June 2025" in head(app)


def test_a_day_before_the_set_up_says_so(store):
    assert "On 1 May 2024 no programme had been set up yet" in opened("kpis", as_at="2024-05-01").info[0].value


@pytest.mark.parametrize("asked", ["N01", "N01 The name it had before"])
def test_an_address_may_name_a_neighbourhood_by_its_code(store, asked, monkeypatch):
    runs = []
    monkeypatch.setattr(selection, "follow_link", lambda: runs.append("one"))
    app = opened(neighbourhood=asked)
    assert runs == ["one"]
    assert app.selectbox(key="neighbourhood").value == "N01"
    assert app.query_params["neighbourhood"] == "N01 Quayside"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({"neighbourhood": "N99 Nowhere"}, "There is no neighbourhood “N99 Nowhere” in this programme"),
        ({"neighbourhood": "N99", "as_at": "2025-06-30"}, "On 30 June 2025 there was no neighbourhood “N99” in this programme"),
        ({"as_at": "2030-01-01"}, "2030-01-01 has not come yet. Choose today or a day before it."),
        ({"as_at": "9999-12-31"}, "9999-12-31 has not come yet."),
        ({"as_at": "2026-02-30"}, "“2026-02-30” is not a day."),
        ({"as_at": "tomorrow", "neighbourhood": "N01 Quayside"}, "“tomorrow” is not a day."),
    ],
)
def test_what_cannot_be_shown_is_said_and_nothing_else_is_shown_in_its_place(store, address, sentence):
    app = opened("board", **address)
    for _ in range(2):  # as it is opened, and after anything else was clicked
        assert [error.value.startswith(plain(sentence)) for error in app.error] == [True]
        assert not [*drawn(app), *app.header, *app.code]
        app.run()
    app = click(app, "Show the latest figures of all neighbourhoods")
    assert not app.error and tables(app)
    assert not app.exception


def test_a_day_that_was_asked_for_wrongly_is_forgotten_once_another_is_chosen(store):
    app = opened("milestones", as_at="2026-02-30")
    app.date_input(key="as_at").set_value(date(2025, 6, 30)).run()
    assert "figures as at 30 June 2025" in head(app)
    app.date_input(key="as_at").set_value(None).run()
    assert not app.error and tables(app)


def test_a_neighbourhood_that_the_programme_has_no_longer_is_still_there_on_an_earlier_day(store):
    app = opened("neighbourhood", neighbourhood="N01 Quayside")
    renamed = [("N01", "New Quay", 6500), ("N40", "Hill", 6000)]
    submit(store, Upload("setup.xlsx", programme_workbook(renamed)), "a test")
    app.run()
    assert "The six factors: N01 New Quay" in sentences(app)
    app.date_input(key="as_at").set_value(date(2025, 6, 30)).run()
    assert app.selectbox(key="neighbourhood").value == "N01"
    assert "The six factors: N01 Quayside" in sentences(app)
    assert [option[:3] for option in app.selectbox(key="neighbourhood").options] == [code for code, *_ in PLACES]

    then = opened("neighbourhood", neighbourhood="N02", as_at="2025-06-30")
    assert then.selectbox(key="neighbourhood").value == "N02"
    then.date_input(key="as_at").set_value(None).run()
    assert "There is no neighbourhood “N02” in this programme" in then.error[0].value
    assert not drawn(then)


def test_what_a_set_up_says_of_a_neighbourhood_stands_below_its_six_rows_as_text(empty_store):
    places = [["Code", "Name", "Population", "Why it was chosen"], ["N01", "Quayside", 6500, "Asked <b>for</b> & *chosen*"]]
    submit(empty_store, Upload("setup.xlsx", programme_workbook(sheets={"Neighbourhoods": places})), "a test", tell_effect=False)
    screen = next(part for part in drawn(opened("neighbourhood", neighbourhood="N01 Quayside")) if part.find_class("cd-six"))
    (about,) = screen.iterfind("p[last()]")
    assert (about.text, len(about)) == ("Maintenance since May 2026 (stage 3). Why it was chosen: Asked <b>for</b> & *chosen*.", 0)


@pytest.mark.parametrize(
    ("as_at", "where"),
    [
        ("2024-05-31", "month 1, in stage 1 · figures as at 31 May 2024"),
        ("2024-04-30", "before month 1 (May 2024) · figures as at 30 April 2024"),
    ],
)
def test_the_head_says_where_in_the_programme_the_day_lies(empty_store, as_at, where):
    submit(empty_store, Upload("setup.xlsx", programme_workbook()), "a test", datetime(2024, 4, 1), tell_effect=False)
    assert head(opened("milestones", as_at=as_at)) == f"Test programme · {where}"


def test_after_the_programme_the_head_says_so_and_no_later_month_is_offered(empty_store):
    short = {"Stages": [["Stage", "First month", "Last month"], [1, 1, 3], [2, 4, 6]]}
    submit(empty_store, Upload("setup.xlsx", programme_workbook(sheets=short)), "a test", datetime(2024, 5, 2), tell_effect=False)
    app = opened("upload")
    assert head(app).startswith("Test programme · the programme ended on 31 October 2024 · figures as at ")
    app.selectbox(key="template").select("groups").run()
    (months,) = (box.options for box in app.selectbox if box.label == "For the month")
    assert months == ["October 2024", "September 2024", "August 2024", "July 2024", "June 2024", "May 2024"]


@pytest.fixture
def looked_at_from(empty_store):
    """A programme that is looked at from 31 December 2024; N01 has sent nothing yet."""
    content = programme_workbook(reference_date=date(2024, 12, 31))
    submit(empty_store, Upload("setup.xlsx", content), "a test", datetime(2024, 5, 2), tell_effect=False)
    return empty_store


def test_what_is_sent_after_the_day_that_a_programme_is_looked_at_from_is_told_and_not_in_its_figures(looked_at_from):
    later = "1 return came after that day and is not in these figures."
    before = opened("board", neighbourhood="N01")
    assert "figures as at 31 December 2024" in head(before) and later not in sentences(before)
    app = click(upload(opened("upload"), "November.xlsx", groups_workbook("2024-11", [{}])), "Send")
    assert alerts(app) == ["Stored: 1 return"]
    assert any(
        "Community groups running" in row[1] and row[2:] == ["not collected", "1, November 2024; baseline only"] for row in tables(app)
    )
    assert later in sentences(app)

    board = opened("board", neighbourhood="N01")
    assert tables(board) == tables(before)  # overdue as it was on that day, and not late by the days since
    assert later in sentences(board)
    assert ["Groups", "N01", "November 2024", "1", "accepted"] in [row[:5] for row in tables(opened("history"))]

    now = click(board, "Look at it from today")
    assert later not in sentences(now)
    assert f"{date.today():%B %Y}" in head(now)
    oldest = opened("board", neighbourhood="N01", as_at=f"{date.today()}", board_page="2")  # the newest twenty months stand first
    assert any(row[3].endswith(" days late") for row in tables(oldest) if row[0] == "November 2024")


def test_what_is_not_collected_is_named(store):
    assert "Not collected:" in sentences(opened("neighbourhood", neighbourhood="N01 Quayside", factor="1. Community activity"))


def test_a_copy_without_personal_data_is_offered_where_there_is_any(store):
    def offered(**group):
        app = upload(opened("upload"), "groups.xlsx", groups_workbook("2024-11", [group]))
        return [button for button in app.get("download_button") if button.proto.label.startswith("Remove them")]

    assert (len(offered(name="Choir, ring 0191 498 0123")), len(offered(name="Choir"))) == (1, 0)


def test_without_boundaries_the_overview_has_a_tile_for_each_place_and_with_them_a_map(store):
    assert (len(classes(opened(), "cd-tiles")), len(classes(opened(), "cd-map"))) == (1, 0)
    assert submit(store, Upload("places.geojson", geojson(area("N01"), area("N02", 0.2))), "a test", tell_effect=False).stored
    app = opened()
    assert (len(classes(app, "cd-tiles")), len(classes(app, "cd-map"))) == (0, 1)
    assert "Not on the map: N03" in sentences(app)


def classes(app, name):
    """Every element of this class in a page's own HTML."""
    return [each for part in drawn(app) for each in part.iter() if each.get("class") == name]


def test_the_overview_opens_a_neighbourhood(store):
    links = [link.get("href") for part in drawn(opened()) for link in part.iter("a") if link.text_content() == "N01 Quayside"]
    assert links == ["neighbourhood?neighbourhood=N01%20Quayside"] * 2  # in the matrix, and on its tile


def test_milestones_begin_with_what_is_late_and_end_with_the_matrix_of_every_neighbourhood(store):
    app = opened("milestones", as_at="2025-01-31")
    assert [header.value for header in app.header][:3] == ["Late", "Due within 90 days", "In every neighbourhood"]
    captions = [caption.text_content() for part in drawn(app) for caption in part.iter("caption")]
    assert captions[0] == "Milestones that are late, the oldest first"
    assert tables(app)[0][2] == "31 October 2024 (month 6)"
    one_by_one = tables(opened("milestones", as_at="2025-01-31", milestones_part="One by one"))
    assert len(one_by_one) == 20 and one_by_one[0][4] == "late"
    (quayside,) = (row for row in tables(opened("milestones", as_at="2025-01-31", milestone_stage="1")) if row[0] == "N01 Quayside")
    assert "■ late" in quayside
    assert any(row[0] == "The programme itself" for row in tables(opened("milestones", as_at="2025-01-31", milestone_stage="1")))


def test_every_break_clause_is_named_with_its_day(store):
    rows = tables(opened("milestones", as_at="2026-10-31", milestones_part="Calendar"))
    assert [[row[0].partition(":")[0], row[2], row[3]] for row in rows if row[0].startswith("Break clause")] == [
        ["Break clause, stage 1", "31 October 2024", "late"],
        ["Break clause, stage 2", "30 April 2026", "late"],
        ["Break clause, stage 3", "31 October 2027", "to come"],
    ]


def test_a_hidden_figure_is_not_in_the_chart(store):
    app = opened("neighbourhood", neighbourhood="N01 Quayside", factor="1. Community activity", explore="true")
    app.session_state["over-time"] = True
    app.run()
    (chart,) = (chart for chart in app.get("plotly_chart") if chart.proto.alt.startswith("Attendances at activities"))
    assert json.loads(chart.proto.spec)["data"][0]["text"] == ["November 2024: 12"]


# Returns due


def test_the_returns_of_a_neighbourhood_are_listed_by_month_and_what_is_owed_can_be_copied(store):
    app = opened("board", neighbourhood="N01 Quayside", as_at="2025-01-05")
    assert tables(app) == [
        ["N01 Quayside", "November 2024", "Engagement, Groups, Support", "10 December 2024", "overdue by 26 days"],
        ["N01 Quayside", "December 2024", "Engagement, Groups, Support", "10 January 2025", "due"],
        ["January 2025", "○ not due", "○ not due", "○ not due", "○ not due"],
        ["December 2024", "◆ on time", "● due 10 January", "● due 10 January", "● due 10 January"],
        ["November 2024", "● 22 days late", "■ overdue by 26 days", "■ overdue by 26 days", "■ overdue by 26 days"],
        *([month, *["○ not due"] * 4] for month in ("October 2024", "September 2024", "August 2024", "July 2024", "June 2024", "May 2024")),
    ]
    app.session_state["owed-text"] = True  # opened
    assert (
        app.run().code[0].value.startswith("Returns owed on 5 January 2025\n\nN01 Quayside\n- November 2024: Engagement, Groups, Support")
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({}, ["○ not due"] * 6 + ["■ overdue by 26 days", "● due 10 January", "○ not due"]),
        ({"returns": "Activities"}, ["○ not due"] * 6 + ["● 22 days late", "◆ on time", "○ not due"]),
        ({"returns": "Activities", "months": "2024"}, ["○ not due"] * 6 + ["● 22 days late", "◆ on time"]),
    ],
)
def test_the_board_of_all_neighbourhoods_is_of_one_kind_of_return_or_tells_the_worst(store, address, expected):
    rows = {row[0]: row[1:] for row in tables(opened("board", as_at="2025-01-05", **address))}
    assert rows["N01 Quayside"] == expected
    assert f"N02 {HOSTILE[0]}" in rows


def test_on_the_board_those_are_named_who_owe_nothing_in_the_months_shown(store):
    app = opened("board", as_at="2024-10-31")
    assert "No return is owed." in sentences(app)
    assert "*Nothing due in these months:* N01 Quayside; " in sentences(app)
    assert not tables(app)


def test_each_return_that_is_owed_has_its_workbook_and_a_way_to_say_that_there_was_nothing(store):
    app = opened("board", neighbourhood="N01 Quayside")
    labels = [button.label for button in app.button]
    assert labels.count("Nothing to report") == len(app.get("download_button")) - 1 == 20  # at once; the last is of the due dates
    (first, *_) = (button for button in app.button if button.label == "Nothing to report")
    app = first.click().run()
    assert alerts(app) == ["Ready to send: 1 return"]
    app = click(app, "Send")
    assert alerts(app) == ["Stored: 1 return"]
    with store.cursor() as cursor:
        newest = returns(Known(cursor)).iloc[0]
    assert (newest["neighbourhood"], newest["period"], newest["rows"]) == ("N01", "2024-11", 0)


def test_what_somebody_says_again_after_a_withdrawal_is_stored_and_not_taken_for_the_first_visitors_click(store):
    for _ in range(2):
        app = opened("board", neighbourhood="N01 Quayside")
        (first, *_) = (button for button in app.button if button.label == "Nothing to report")
        assert alerts(click(first.click().run(), "Send")) == ["Stored: 1 return"]
        with store.cursor() as cursor:
            newest = returns(Known(cursor)).iloc[0]
        decide(store, newest["return_id"], "withdrawn", "a test", "it was another month", CORRECTED)
    with store.cursor() as cursor:
        assert (returns(Known(cursor))["standing"] == "withdrawn").sum() == 2


# Definitions


def test_the_indicators_are_a_list_headlines_first_and_can_be_searched(store):
    rows = tables(opened("definitions"))
    assert [row[2] for row in rows[:6]] == ["headline of its factor"] * 6 and len(rows) == 20
    assert [row[1] for row in rows[:6]] == [f"{number}. {factor.title}" for number, factor in load().factors.items()]
    found = opened("definitions", indicators_search="take part community GROUPS", indicators_line="headline of its factor")
    assert [row[0] for row in tables(found)] == ["Residents who take part in community groups"]


def test_an_indicator_is_explained_with_what_it_counts_and_its_expressions(store):
    title = "Residents who take part in community groups"
    facts = dict(row for row in tables(opened("definitions", indicator=title)) if len(row) == 2)
    assert facts["Numerator"] == "Those who answered yes to question 1 or to question 2"
    assert facts["Numerator in SQL"] == "q1 = 'yes' OR q2 = 'yes'"
    assert facts["Which way is better"] == "higher"
    assert facts["Owner"] == "Independent evaluator"
    assert facts["Denominator in SQL"] == "(q1 = 'yes' OR q2 = 'yes') IS NOT NULL"
    assert facts["Review"] == "last 25 November 2026, next 1 November 2027"
    assert facts["Versions"].startswith("Version 1, 1 November 2026: First definition: two questions stand for being active")
    assert facts["Questions"].startswith("q1 ")
    assert {"What it counts", "Why it matters", "What it cannot tell", "Denominator", "Denominator in SQL", "Source"} <= facts.keys()


@pytest.mark.parametrize(
    "fact", [("Value in SQL", "level::INTEGER"), ("Levels", "1 groups keep to themselves; 2 some groups know of one another; ")]
)
def test_a_rating_is_explained_with_its_levels(store, fact):
    told = [row[1] for row in tables(opened("definitions", indicator="How well groups work together (rated)")) if row[0] == fact[0]]
    assert any(text.startswith(fact[1]) for text in told)


@pytest.mark.parametrize(
    ("address", "row"),
    [
        ({"part": "KPIs and milestones"}, "More people active"),
        ({"part": "Datasets", "dataset": "Groups"}, "Group name"),
        ({"part": "Datasets", "dataset": "Residents' survey round"}, "q1"),
    ],
)
def test_datasets_kpis_and_milestones_are_explained(store, address, row):
    assert row in [cells[0] for cells in tables(opened("definitions", **address))]


def test_a_programmes_own_kpis_are_explained_with_the_others(empty_store):
    own = [["code", "title", "indicators", "stages"], ["outdoors", "Outdoors", "activities_held; meets_others", "3"]]
    off = ["mutual_aid", None, None, None, "no"]
    content = programme_workbook(sheets={"KPIs": [[*own[0], "used"], [*own[1], None], off]})
    submit(empty_store, Upload("set-up.xlsx", content), "a test", datetime(2024, 5, 2), tell_effect=False)
    rows = {row[0]: row for row in tables(opened("definitions", part="KPIs and milestones")) if len(row) == 4}
    assert rows["Outdoors"][2:] == ["3", "The programme's set-up"]
    assert rows["Outdoors"][1].startswith("Activities held (per period); ")
    assert load().kpis["mutual_aid"].title not in rows


# Texts from spreadsheets


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_marked_so_that_nothing_in_it_acts(text):
    marked = plain(text)
    assert marked != text
    assert marked.replace("\\", "").replace("\u2060", "") == text


@pytest.mark.parametrize(
    "text",
    [
        "7.0% (4.6–10.5)",
        "+5.0 percentage points (0.3 to 9.8)",
        "−2.1 percentage points",
        "2.2 per 1,000",
        "St. Mary's/Hill-Top",
        "9:30",
        "",
    ],
)
def test_an_ordinary_text_needs_no_marks(text):
    assert plain(text) == text


def test_every_name_on_the_overview_is_plain(store):
    app = opened()
    said = sentences(app)
    for code, name, _ in PLACES[1:]:
        assert plain(f"{code} {name}") in said or f"{code} {name}" in [row[0] for row in tables(app)]


# Upload


def upload(app, name, content):
    return app.file_uploader[0].upload(name, content).run()


def submissions(database):
    with database.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM submissions").fetchone()[0]


def test_a_file_with_an_error_shows_the_cell_and_cannot_be_sent(store):
    content = survey_workbook("2026", date(2026, 10, 20), [{"q1": "maybe"}])
    app = upload(opened("upload"), "wrong.xlsx", content)
    assert any(row[:3] == ["error", "Responses", "B2"] for row in tables(app))
    assert alerts(app) == ["1 problem: nothing was stored"]
    assert "Send" not in [button.label for button in app.button]


def test_nothing_is_stored_before_send_is_pressed_and_once_after(store):
    before = submissions(store)
    app = upload(opened("upload"), "2026.xlsx", survey_workbook("2026", date(2026, 10, 20), yes_of(300, 60)))
    assert ["Residents' survey round", "N01", "2026", "300", "new"] in [row[:5] for row in tables(app)]
    assert any("12.0%" in row[2] and "20.0%" in row[3] for row in tables(app))
    assert submissions(store) == before

    app = click(app, "Send")
    assert alerts(app) == ["Stored: 1 return"]
    assert "From 2026.xlsx." in sentences(app)
    assert "See N01 Quayside" in [link.proto.label for link in app.get("page_link")]
    assert any("12.0%" in row[2] and "20.0%" in row[3] for row in tables(app))
    assert submissions(store) == before + 1
    assert not app.file_uploader[0].value
    assert "Send" not in [button.label for button in app.button]


def test_a_version_that_a_colleague_sent_meanwhile_is_shown_and_asked_about_before_it_is_replaced(store):
    app = upload(opened("upload"), "mine.xlsx", groups_workbook("2026-10", [{"name": "Choir"}]))
    submit(store, Upload("nine.xlsx", groups_workbook("2026-10", [{}] * 9)), "Bea", tell_effect=False)
    app = click(app, "Send")
    assert alerts(app) == ["Nothing was stored: somebody else was quicker"]
    assert "since you looked, somebody has sent another version" in sentences(app)
    (told,) = (row for row in tables(app) if row[0] == "Groups" and "by Bea" in row[4])
    assert told[4].startswith("replaces the one of")
    assert told[5:9] == ["1", "0", "0", "9"]
    submit(store, Upload("eight.xlsx", groups_workbook("2026-10", [{}] * 8)), "Cyd", tell_effect=False)
    app.run()
    assert alerts(app) == ["Nothing was stored: somebody else was quicker"]  # so it is still, whatever has been sent since
    assert "was sent, or decided about, more than once" in sentences(app)
    (told,) = (row for row in tables(app) if row[0] == "Groups" and "by Cyd" in row[4])
    assert told[5:9] == ["1", "0", "0", "8"]
    app = click(app, "Send")
    assert alerts(app) == ["Stored: 1 return"]


def test_the_preview_shows_the_cells_of_new_rows_and_what_each_heading_was_read_as(store):
    app = upload(opened("upload"), "groups.xlsx", groups_workbook("2026-10", [{"name": "Choir", "hub": "yes"}]))
    assert alerts(app) == ["Ready to send: 1 return"]
    whole = "Group name: Choir; Has a contact: yes; Open to residents: yes; Status: active; Community hub: yes"
    assert ["Groups", "N01", "Groups", "Choir", "new", "–", "–", whole] in tables(app)
    app.session_state["columns-read"] = True
    assert ["Groups", "contact", "Has a contact", "Yes 1"] in tables(app.run())


def test_a_long_preview_is_drawn_in_parts(store):
    app = upload(opened("upload"), "groups.xlsx", groups_workbook("2026-10", [{}] * 120))
    assert sum(row[4:5] == ["new"] and row[0] == "Groups" and len(row) == 8 for row in tables(app)) == 50
    assert "Part 1 of 3: 120 rows in all." in sentences(app)


def test_the_same_file_again_is_recognised(store):
    app = upload(opened("upload"), "again.xlsx", SURVEYS[2025])
    assert submissions(store) == 5
    assert "Send" not in [button.label for button in app.button]


def test_the_set_up_can_be_sent_to_an_empty_store(empty_store):
    app = click(upload(opened("upload"), "setup.xlsx", programme_workbook()), "Send")
    assert alerts(app) == ["Stored: 1 return"]
    assert "Test programme" in head(opened())


ACCEPT = "Accept these matches and check the file"


def set_round(app, label="Autumn 2024"):
    """Fill in the facts of the round of a survey of another tool."""
    app.text_input[0].set_value(label)
    for field, day in zip(app.date_input[-2:], (date(2024, 10, 7), date(2024, 10, 11)), strict=True):
        field.set_value(day)
    for name, choice in (("Mode", "post"), ("Sample design", "simple random"), ("Independent", "yes"), ("Neighbourhood", "N02")):
        *_, box = (box for box in app.selectbox if box.label.startswith(name))
        box.set_value(choice)


def test_a_survey_of_another_tool_is_matched_confirmed_sent_and_told_with_its_mapping(store):
    app = upload(opened("upload"), "theirs.csv", foreign_csv(respondents=20))
    assert ["Favor done for a neighbor", "q20: Favour done for a neighbour", "Yes → Yes (10), No → No (10)"] in tables(app)
    assert f"Not used ({len(DECOYS)})" in sentences(app) and "Interviewer's notes" in sentences(app)
    assert "Send" not in [button.label for button in app.button]
    set_round(app)
    app = click(app, ACCEPT)
    assert ["Residents' survey round", "N02", "Autumn 2024", "20", "new"] in [row[:5] for row in tables(app)]
    app = click(app, "Send")
    assert alerts(app) == ["Stored: 1 return"]
    (kept,) = store_mappings(store)
    assert (kept.confirmed, kept.round["label"], len(kept.matches)) == (True, "Autumn 2024", len(RESPELLED))


def store_mappings(store):
    with store.cursor() as cursor:
        return mappings(Known(cursor))["mapping"].tolist()


def test_two_columns_for_one_question_are_refused_and_an_open_answer_is_asked_about_again(store):
    app = upload(opened("upload"), "theirs.csv", foreign_csv(respondents=20, coded=True))
    set_round(app)
    (notes,) = (box for box in app.selectbox if box.label.startswith("Consent given"))
    notes.set_value("q20")
    app = click(app, ACCEPT)
    told = [row[-1] for row in tables(app)]
    assert any("cannot both answer q20" in each for each in told)
    assert any("Nobody has said what 1 in the column" in each for each in told)
    assert "Send" not in [button.label for button in app.button]
    assert app.text_input[0].value == "Autumn 2024"
    assert ACCEPT in [button.label for button in app.button]


def test_what_is_no_survey_has_its_errors_and_can_be_matched_all_the_same(store):
    app = upload(opened("upload"), "list.csv", b"house,street,number\n1,a,b\n2,c,d\n3,e,f\n")
    assert any("holds no sheet that cdmon knows" in row[-1] for row in tables(app))
    assert ACCEPT not in [button.label for button in app.button]
    app = app.toggle[0].set_value(True).run()
    assert ACCEPT in [button.label for button in app.button]
    assert not app.exception


def test_history_shows_the_mapping_beside_the_file(store):
    by = mapping(yes_no("A", "q1", "1", "2", "9"), not_used=["B", "<b>C</b>"], number_rows=True)
    content = survey_csv([["A", "B", "<b>C</b>"], [1, "", ""], [2, "", ""], [9, "", "x"]])
    assert submit(store, Upload("theirs.csv", content, by), "Ann", tell_effect=False, restatement=CORRECTED).stored
    app = opened("history")
    (version,) = (box for box in app.selectbox if box.label == "Version")
    app = version.set_value(next(option for option in version.options if "Autumn 2024" in option)).run()
    assert ["A", "q1: Takes part in a group that meets to do something together or to talk", "1 → Yes, 2 → No, 9 → missing"] in tables(app)
    assert plain("B; <b>C</b>") in sentences(app)


# History


@pytest.fixture
def by_person(empty_store):
    """A programme whose returns a person accepts: N01's survey of 2024 and its groups of November 2024 wait."""
    for content, at in (
        (programme_workbook(start="2024-04", acceptance="by a person"), datetime(2024, 5, 2)),
        (SURVEYS[2024], datetime(2024, 11, 1)),
        (groups_workbook("2024-11", [{}]), datetime(2024, 12, 9)),
    ):
        submit(empty_store, Upload("return.xlsx", content), "a test", at, tell_effect=False)
    return empty_store


def chosen(app, beginning):
    """The History page once the newest version whose label begins so is chosen."""
    versions = app.selectbox(key="version")
    return versions.select(next(option for option in versions.options if option.startswith(beginning))).run()


@pytest.mark.parametrize(("page", "address"), [("overview", {}), ("neighbourhood", {"neighbourhood": "N01"})])
def test_what_waits_for_a_decision_is_told_with_the_way_to_it(by_person, page, address):
    assert "2 returns wait for a decision" in [link.proto.label for link in opened(page, **address).get("page_link")]


def test_what_waits_is_called_the_same_everywhere(by_person):
    words = "waiting for a decision"
    (november,) = (row for row in tables(opened("board", neighbourhood="N01", as_at="2024-12-31")) if row[0] == "November 2024")
    assert f"● {words}" in november
    (version,) = (row for row in tables(opened("history")) if row[0] == "Groups")
    assert version[4] == words
    (trail,) = (row for row in tables(opened("history", show="Audit trail")) if row[4] == "Groups")
    assert trail[1] == f"sent, {words}"
    told = sentences(opened("history")) + str(version) + str(trail)
    assert "submitted" not in told and "waits" not in told


@pytest.mark.parametrize(
    ("address", "shown", "value", "shorthand"),
    [
        ({}, "not collected", "", "[x]"),
        ({"provisional": "true"}, "7.0% (4.6–10.5), n = 300, 2024 [provisional]", "0.07", "[p]"),
        ({"provisional": "true", "as_at": "2024-10-31"}, "not collected", "", "[x]"),
    ],
)
def test_the_page_of_kpis_and_its_download_show_the_same_figures(by_person, monkeypatch, address, shown, value, shorthand):
    files = []
    monkeypatch.setattr("streamlit.download_button", lambda label, content, *_, **__: files.append(content()))
    title = load().indicators["residents_active"].title
    rows = [row for row in tables(opened("kpis", neighbourhood="N01", kpi="More people active", **address)) if row[0] == title]
    assert rows[-1][2] == shown
    of_csv = [row for row in csv.DictReader(StringIO(files[1].decode(), newline="")) if row["indicator"] == "residents_active"]
    assert [(row["baseline_value"], row["baseline_shorthand"]) for row in of_csv if row["neighbourhood"] == "N01"] == [(value, shorthand)]
    cover = [cell.value for (cell,) in load_workbook(BytesIO(files[0]))["Cover"].iter_rows(max_col=1)]
    assert any("Provisional: " in str(line) for line in cover) == ("provisional" in address)


def test_each_kpi_is_a_line_of_its_last_stage_and_one_that_is_opened_tells_every_stage(empty_store):
    waves = [["Wave", "Title"], ["first", "Harbour *side*"], ["second", ""], ["third", ""]]
    places = [("N01", "Quayside", 6500, "first"), ("N02", "Hill Top", 6000, "second")]
    content = programme_workbook(places, sheets={"Own waves": waves})
    submit(empty_store, Upload("set-up.xlsx", content), "a test", datetime(2024, 5, 2), tell_effect=False)
    app = opened("kpis")
    assert "Not begun:* stage 4 (Third wave), from November 2027" in sentences(app)
    title, indicator = "More people active", load().indicators["residents_active"].title
    lines = tables(app)
    assert len(lines) == len(load().kpis)
    assert lines[0] == [
        title + indicator,
        "3, under way",
        "not collected",
        "not collected",
        "",
        "○ not collected",
        "no target set",
    ]
    app = opened("kpis", kpi=title)
    stages = [each.value.replace("\\", "").partition(":")[0] for each in app.subheader]
    assert stages == ["Stage 3, Second wave (under way)", "Stage 2, Harbour *side* (over)"]
    assert [row[0] for row in tables(app)][len(lines) :] == [indicator, load().indicators["formal_volunteering"].title] * 2


def test_how_sure_a_kpi_is_is_told_once_asked(store):
    app = opened("kpis", neighbourhood="N01")
    app.session_state["kpi-sureness-place"] = True
    (row,) = (row for row in tables(app.run()) if row[0] == "Residents who take part in community groups" and row[2] == "now")
    assert row[3:6] == ["300", "0", "300"]


def test_the_history_lists_every_version_and_can_be_narrowed(store):
    rows = tables(opened("history"))
    assert ["Activities", "N01", "December 2024", "1", "accepted", "1 January 2025, 00:00", "a test"] in [row[:7] for row in rows]
    assert len(tables(opened("history", neighbourhood="N01 Quayside"))) == 4
    assert len(tables(opened("history", neighbourhood="N01 Quayside", returns_dataset="Activities", returns_period="December 2024"))) == 1
    assert len(tables(opened("history", as_at="2024-06-30"))) == 1


def test_a_version_shows_what_happened_to_it_its_file_and_its_rows(store):
    app = chosen(opened("history"), "Activities, N01, December 2024")
    rows = tables(app)
    assert [row for row in rows if row[1] == "sent"] == [["1 January 2025, 00:00", "sent", "a test", "no reason given"]]
    assert ["Activities", "1", "0", "0", "0"] in rows
    assert [button.label for button in app.get("download_button")] == ["Download the file as it came"]


def test_a_decision_takes_effect_once_however_often_it_is_clicked(store):
    app = chosen(opened("history"), "Residents' survey round, N01, 2025")
    app.radio[0].set_value("withdrawn").run()
    app.text_area[0].input("Sent **twice**").run()
    next(box for box in app.selectbox if box.label == "Why figures are corrected").select("error").run()
    app.text_area[1].input("Nobody was asked twice.").run()
    (button,) = (button for button in app.button if button.label == "Withdraw")
    app = button.click().run()
    assert not app.exception
    assert app.success[0].value == "Withdrawn. These figures have changed."
    assert any("12.0%" in row[2] and "12.0%" not in row[3] for row in tables(app) if len(row) == 4)
    assert "Nothing can be decided about this version any more." in sentences(app)
    with store.cursor() as cursor:
        assert cursor.execute("SELECT kind, reason FROM events WHERE step = 3").fetchall() == [("withdrawn", "Sent **twice**")]


def test_a_decision_that_cannot_be_taken_says_why_and_stores_nothing(store):
    app = chosen(opened("history"), "Residents' survey round, N01, 2024")
    app.radio[0].set_value("sent back").run()
    assert "This changes figures of stage 1" in sentences(app)
    assert app.selectbox(key=next(box.key for box in app.selectbox if box.key.startswith("restatement-"))).value is None
    app = click(app, "Send back")
    assert "Give a reason" in app.error[0].value
    with store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM events WHERE step = 3").fetchone() == (0,)


def test_a_second_click_is_told_what_the_first_has_done(store):
    with store.cursor() as cursor:
        return_id = returns(Known(cursor))["return_id"].iloc[0]
    given = {"kind": "withdrawn", "reason": "Sent twice", "restatement": "error", "explanation": "It was another year's."}
    first, second = (deciding.take_once(store, return_id, 2, given) for _ in range(2))
    assert first.taken and second is first


def test_a_second_click_that_another_server_deals_with_decides_nothing(store, monkeypatch):
    with store.cursor() as cursor:
        return_id = returns(Known(cursor))["return_id"].iloc[0]
    given = {"kind": "withdrawn", "reason": "Sent twice", "restatement": "error", "explanation": "It was another year's."}
    assert deciding.take_once(store, return_id, 2, given).taken
    monkeypatch.setattr(deciding, "_taken", {})
    second = deciding.take_once(store, return_id, 2, given)
    assert not second.taken and "done already" in second.sentence


def test_nothing_is_decided_while_looking_back(store):
    app = chosen(opened("history", as_at="2025-12-31"), "Residents' survey round, N01, 2025")
    assert "Decisions are taken on today's view" in sentences(app)
    assert not app.radio


def test_the_audit_trail_and_the_restatements_are_on_the_same_page(store):
    trail = opened("history", show="Audit trail")
    assert ["1 January 2025, 00:00", "accepted", "a test", "no reason given", "Activities"] in [row[:5] for row in tables(trail)]
    assert [button.label for button in trail.get("download_button")] == ["Plain data (.csv)"]
    assert "No figure of a finished stage has been corrected." in sentences(opened("history", show="Restatements"))


# Groups


@pytest.fixture
def with_groups(store):
    """The small store with registers of two months in N01, of which the second spells a group in another way."""
    for month, names in {"2025-01": ["St Mary's choir", HOSTILE[0]], "2025-02": ["St Marys Choir!", HOSTILE[0]]}.items():
        submit(store, Upload(f"{month}.xlsx", groups_workbook(month, [{"name": name} for name in names])), "a test", tell_effect=False)
    return store


def test_groups_are_listed_in_words_with_how_many_stand_how(with_groups):
    rows = tables(opened("groups", neighbourhood="N01 Quayside"))
    assert [HOSTILE[0], "N01", "none", "not said", "not said", "active", "January 2025"] in rows
    assert rows[0][5] == "left out of the register"
    assert "**3 groups: 1 left out of the register; 0 dormant; 0 new; 2 active; 0 closed; 0 merged**" in sentences(opened("groups"))
    assert "No register of groups has been sent yet." in sentences(opened("groups", neighbourhood=f"N02 {HOSTILE[0]}"))


def test_two_names_are_asked_about_until_somebody_decides_and_can_be_parted_again(with_groups):
    app = opened("groups", groups_part="One group under two names?")
    assert ["St Marys Choir!", "N01", "St Mary's choir"] in tables(app)
    app = click(app, "Keep the decision")
    assert "stands for “St Mary's choir”" in app.success[0].value.replace("\\", "")
    told = ["St Marys Choir!", "N01", "St Mary's choir", "not said", "not said", "active", "January 2025"]
    assert told in tables(opened("groups"))
    assert "There are no two names to ask about." in sentences(app)
    (box,) = (box for box in app.selectbox if box.label == "It stands for")
    app = box.select("a group of its own").run()
    (why,) = (field for field in app.text_input if field.label.startswith("Why"))
    app = click(why.input("Another vicar").run(), "Keep the decision")
    assert [[row[2], row[5]] for row in tables(app) if row[-2:-1] == ["not signed in"]] == [
        ["a group of its own", "Another vicar"],
        ["St Mary's choir", "no reason given"],
    ]


# Effects, and what came of what residents said


@pytest.fixture
def with_evidence(store):
    """The small store with one harm, told in hostile words, in N01, and one issue there that an agency answered after 10 days."""
    harm = {"what": HOSTILE[0], "intended": "unintended", "effect": "detrimental", "date": date(2025, 1, 8)}
    told = {"kind": "problem", "what": HOSTILE[2], "observed_by": "group", "group_name": HOSTILE[4], "date": date(2025, 1, 9)}
    issue = {"date": date(2025, 1, 8), "kind": "issue", "thread": HOSTILE[1], "what": HOSTILE[3]}
    answer = {"date": date(2025, 1, 18), "kind": "response", "thread": HOSTILE[1], "what": HOSTILE[2], "agency": HOSTILE[5]}
    for name, content in {
        "evidence.xlsx": evidence_workbook("2025-01", [harm, told]),
        "engagement.xlsx": engagement_workbook("2025-01", [issue, answer]),
    }.items():
        submit(store, Upload(name, content), "a test")
    return store


def test_harm_comes_first_and_what_is_not_reported_is_not_called_none(with_evidence):
    app = opened("effects", neighbourhood="N01 Quayside")
    assert tables(app) == [[HOSTILE[0], "Detrimental", "Unintended", "Fieldworker", "none named", "none named", "N01", "8 January 2025"]]
    assert "**1 effect observed: 1 detrimental; 1 of them unintended; 0 beneficial; 0 of which nothing came**" in sentences(app)
    assert "No beneficial effect has been reported: that is not the same as none." in sentences(app)
    told = opened("effects", neighbourhood="N01 Quayside", effects_part="What was told")
    assert tables(told) == [[HOSTILE[2], "Problem of a group", "Member of a group", HOSTILE[4], "none named", "N01", "9 January 2025"]]
    assert "No testimony has been reported: that is not the same as none." in sentences(told)
    elsewhere = opened("effects", neighbourhood=f"N02 {HOSTILE[0]}")
    assert "No detrimental effect has been reported: that is not the same as none." in sentences(elsewhere)


def test_residents_words_come_first_and_what_was_done_beside_them(with_evidence):
    app = opened("threads", neighbourhood="N01 Quayside")
    done = f"18 January 2025, response of {HOSTILE[5]}: {HOSTILE[2]}"
    assert tables(app)[0] == [HOSTILE[3], done, "answered after 10 days", "8 January 2025", "not ranked", "N01", HOSTILE[1]]
    counted = "1 matter: 0 without an answer; 0 of them for 90 days or longer; 1 answered, with no result yet; 0 with a result"
    assert f"**{counted}**" in sentences(app)
    numbers = opened("threads", neighbourhood="N01 Quayside", threads_part="In numbers")
    assert ["Matters raised", "1"] in tables(numbers)
    changed = opened("threads", neighbourhood="N01 Quayside", threads_part="What changed")
    assert "No changed service and no improvement has been reported." in sentences(changed)


def test_an_issue_without_an_answer_stands_among_those_that_wait(with_evidence):
    issue = {"date": date(2025, 2, 3), "kind": "issue", "thread": "Bus", "what": "No bus", "rank": 1}
    submit(with_evidence, Upload("february.xlsx", engagement_workbook("2025-02", [issue])), "a test", datetime(2025, 3, 1))
    row = tables(opened("threads", as_at="2025-06-03"))[0]  # 25 + 31 + 30 + 31 + 3 days later
    assert row == ["No bus", "nothing yet", "raised, no answer after 120 days", "3 February 2025", "1", "N01", "Bus"]


# Long lists


@pytest.fixture
def with_many_matters(store):
    """The small store with 45 matters that residents raised in N01, a day each from 1 January 2025 on; each third was answered."""
    rows = []
    for number in range(45):
        raised = date(2025, 1, 1) + timedelta(days=number)
        said = {"thread": f"Matter {number:02}", "what": "The café is **shut**" if number == 7 else f"Number {number}"}
        rows.append({"date": raised, "kind": "issue", **said})
        if number % 3 == 0:
            rows.append(
                {"date": raised + timedelta(days=1), "kind": "response", "thread": said["thread"], "what": "Yes", "agency": "Council"}
            )
    for month in ("2025-01", "2025-02"):
        content = engagement_workbook(month, [row for row in rows if f"{row['date']:%Y-%m}" == month])
        submit(store, Upload(f"{month}.xlsx", content), "a test", datetime(2025, 3, 1))
    return store


def matters(app):
    return [row[-1] for row in tables(app)]


def test_a_long_list_begins_with_its_numbers_and_the_twenty_that_are_open_and_oldest(with_many_matters):
    app = opened("threads")
    assert "**45 matters: 30 without an answer; " in sentences(app)
    assert matters(app) == [f"Matter {number:02}" for number in range(45) if number % 3][:20]
    assert "1 to 20 of 45 matters" in sentences(app)
    assert matters(opened("threads", matters_page="3")) == ["Matter 30", "Matter 33", "Matter 36", "Matter 39", "Matter 42"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"matters_search": "CAFE shut"}, ["Matter 07"]),
        ({"matters_search": "**shut**"}, ["Matter 07"]),
        ({"matters_state": "answered", "matters_from": "2025-02-01"}, [f"Matter {number}" for number in (33, 36, 39, 42)]),
        ({"matters_from": "2025-01-02", "matters_to": "2025-01-03"}, ["Matter 01", "Matter 02"]),
    ],
)
def test_what_a_list_is_narrowed_to_stands_in_its_address_until_it_is_cleared(with_many_matters, address, expected):
    app = opened("threads", **address)
    assert matters(app) == expected
    assert "**45 matters: 30 without an answer; " in sentences(app)  # the numbers stay those of all
    app = click(app, "Clear the filters")
    assert len(matters(app)) == 20
    assert not set(address) & set(app.query_params)


@pytest.mark.parametrize(
    "address", [{"matters_search": "<b>nothing</b>"}, {"matters_state": "what was there once"}, {"matters_to": "2024-12-31"}]
)
def test_a_list_that_nothing_fits_says_so_and_offers_the_way_back(with_many_matters, address):
    app = opened("threads", **address)
    assert not tables(app)
    assert "No matter fits these filters." in sentences(app)
    assert len(matters(click(app, "Clear the filters"))) == 20


def test_an_address_with_a_day_that_is_none_says_so(with_many_matters):
    assert "“2025-02-30” is not a day: matters of all days are shown." in sentences(opened("threads", matters_from="2025-02-30"))


def test_a_list_begins_at_its_first_page_again_once_it_is_narrowed(with_many_matters):
    app = opened("threads", matters_page="2")
    app.selectbox(key="matters_state").set_value("raised").run()
    assert matters(app)[0] == "Matter 01"
    assert "1 to 20 of 30 matters" in sentences(app)


# Stores


def test_an_empty_store_offers_the_example_and_a_way_back(empty_store, small_store, tmp_path, monkeypatch):
    monkeypatch.setattr(example, "STORE", shutil.copy(small_store, tmp_path / "example.duckdb"))
    monkeypatch.setattr("cdmon.example.FOLDER", tmp_path)
    app = opened()
    assert [title.value for title in app.title] == ["Welcome"]
    app = click(app, "Look round the example")
    assert [title.value for title in app.title] == ["Overview"]
    assert app.query_params["example"] == "true"
    app = app.toggle(key="example").set_value(False).run()
    assert [title.value for title in app.title] == ["Welcome"]
    open_database(str(tmp_path / "example.duckdb")).close()


def test_a_store_that_cannot_be_opened_says_what_to_do(tmp_path, monkeypatch):
    (tmp_path / "notes.txt").write_text("not a store")
    monkeypatch.setenv("CDMON_DATABASE", str(tmp_path / "notes.txt"))
    app = opened()
    assert [title.value for title in app.title] == ["The store cannot be opened"]
    assert "is not a cdmon store but a file of another kind" in app.error[0].value


# A programme of its own shape


def own_programme(database, waves):
    """Set up a programme with a neighbourhood for each of these waves, in its own words."""
    places = [(f"N{number:02}", f"Place {number}", 1500, wave) for number, wave in enumerate(waves, start=1)]
    content = programme_workbook(places, "2024-05", {"Own waves": [["Wave"], *([wave] for wave in waves), ["without a place"]]})
    submit(database, Upload("set-up.xlsx", content), "a test", datetime(2024, 5, 10), tell_effect=False)


def test_the_pool_offers_the_waves_that_have_neighbourhoods_in_the_programmes_words(empty_store):
    own_programme(empty_store, ["harbour *side*", "hills"])
    app = opened("neighbourhood")
    pool, *_ = app.button_group
    assert [option.replace("\\", "") for option in pool.options] == ["All neighbourhoods", "Harbour *side*", "Hills"]
    assert "The six factors: Harbour *side*: its neighbourhoods together" in sentences(pool.set_value("harbour *side*").run())


def test_a_programme_of_one_wave_offers_no_choice_of_waves(empty_store):
    own_programme(empty_store, ["pilot"])
    app = opened("neighbourhood")
    assert [group.label for group in app.button_group] == ["Open a factor", "More about it"]
    assert "The six factors: All neighbourhoods together" in sentences(app)


def test_a_neighbourhoods_page_says_how_the_programme_works_there(store):
    said = sentences(opened("neighbourhood", neighbourhood="N01", as_at="2025-06-30"))
    assert "Intensive work since November 2024 (stage 2); maintenance from May 2026 (stage 3)." in said


def test_the_overview_tells_the_settings_of_the_programme_once_asked(store):
    app = opened()
    assert not [row for row in tables(app) if row[0] == "Start month"]
    app.session_state["settings"] = True
    assert [row[1] for row in tables(app.run()) if row[0] == "Start month"] == ["May 2024"]


def test_a_set_up_can_start_from_a_shape(empty_store):
    app = opened()
    app = app.selectbox(key="shape").set_value("big-local").run()
    assert not app.exception
    assert "150 areas of about 6,500 residents" in sentences(app)
    labels = [button.label for button in app.get("download_button")]
    assert labels == ["Download the workbook: Programme set-up", "Download the set-up: A programme like Big Local"]


def test_returns_by_the_quarter_stand_on_the_page_of_returns_due_and_are_chosen_by_their_quarter(empty_store):
    returns = [["Dataset", "How often"], *([code, "quarterly"] for code in ("activities", "engagement", "groups", "support"))]
    content = programme_workbook([("N01", "Quayside", 6500, "first")], start="2024-02", sheets={"Returns": returns})
    submit(empty_store, Upload("setup.xlsx", content), "a test", datetime(2024, 2, 10), tell_effect=False)  # the wave begins in August 2024
    app = opened("board", as_at="2025-01-31")
    assert not app.exception
    row = ["N01 Quayside", "August 2024 to October 2024", "Activities, Engagement, Groups, Support", "10 November 2024"]
    assert tables(app)[0][:4] == row
    assert "The last 12 periods" in app.selectbox(key="months").options
    app = opened("upload")
    app = app.selectbox(key="template").set_value("activities").run()
    (period,) = [each for each in app.selectbox if each.label == "For the period"]
    assert period.options[-2:] == ["May 2024 to July 2024", "February 2024 to April 2024"]


# The meeting


@pytest.fixture
def met(store):
    """The store, whose steering group met on 30 June 2025; the later survey came after that."""
    record_meeting(store, date(2025, 6, 30), "a test")
    return store


@pytest.mark.parametrize("slide", [*SLIDES, "All of them, to print"])
@pytest.mark.parametrize("address", [{}, {"neighbourhood": "N01 Quayside"}])
def test_every_slide_shows_its_heading_and_something_below_it(met, slide, address):
    app = opened("meeting", slide=slide, **address)
    assert not app.exception
    assert [each.value for each in app.header] == (list(SLIDES) if slide.startswith("All") else [slide])
    assert tables(app) or sentences(app)


def test_what_changed_since_the_last_meeting_is_told_worse_first(met):
    rows = tables(opened("meeting", neighbourhood="N01 Quayside", slide="What changed since we last met"))
    assert rows[0] == [
        "N01: Residents who take part in community groups", "baseline only", "◆ rose", "12.0% 8.8–16.2", "a new figure, 2025",
    ]  # fmt: skip


def test_without_a_meeting_on_record_there_is_no_day_to_compare_with(store):
    assert "No earlier meeting is on record" in sentences(opened("meeting", slide="What changed since we last met"))


def test_the_slides_follow_one_another_by_button_and_arrow_key_and_stop_at_the_ends(met):
    app = opened("meeting")
    back, on = (button for button in app.button if button.label in ("Back", "Next"))
    assert (back.proto.shortcut, on.proto.shortcut) == ("left", "right") and back.proto.disabled
    seen = [app.header[0].value]
    for _ in range(len(SLIDES) - 1):
        app = click(app, "Next")
        seen.append(app.header[0].value)
    assert seen == list(SLIDES)
    assert next(button for button in app.button if button.label == "Next").proto.disabled
    assert click(app, "Back").header[0].value == list(SLIDES)[-2]


def test_that_we_met_today_is_kept_once(met):
    app = click(opened("meeting", slide="To decide"), "Keep that we met today")
    assert "This meeting is on record" in sentences(app)
    with met.cursor() as cursor:
        assert meetings(Known(cursor)) == [date.today(), date(2025, 6, 30)]


def test_any_page_leads_to_the_meeting_on_the_wall(met):
    app = opened("milestones", view="meeting", neighbourhood="N01 Quayside")
    assert app.title[0].value == "Meeting"
    assert any("stSidebar" in part.proto.body for part in app.get("html") if part.proto.body.startswith("<style"))


def test_the_data_that_count_are_made_beside_the_page_and_hold_no_resident(store):
    app = opened("history", show="Data")
    click(app, "Make the file")
    work = app.session_state["long-work"]
    assert work.progress.is_over.wait(60) and not work.progress.failed
    app.run()
    assert [button.proto.label for button in app.get("download_button")] == ["Data (.zip)"]
    assert re.fullmatch(r"test-programme-data-\d{4}-\d\d-\d\d\.zip", work.files["Data (.zip)"].name)
    with zipfile.ZipFile(work.files["Data (.zip)"]) as archive:
        assert "csv/activities.csv" in archive.namelist() and not [name for name in archive.namelist() if "responses" in name]


def test_a_token_for_another_program_is_made_shown_once_and_ended_on_the_page(store):
    app = opened("history", show="Data")
    app.session_state["tokens"] = True  # opened
    app.run()
    holder, why = (next(box for box in app.text_input if box.label == label) for label in ("Which program, and whose", "Why"))
    holder.set_value("Power BI **of the council**")
    why.set_value("Report")
    next(button for button in app.button if button.label == "Make a token").click().run()
    (token,) = (code.value for code in app.code)
    with store.cursor() as cursor:
        assert token_of(Known(cursor), token)["holder"] == "Power BI **of the council**"
    app.run()
    assert not app.code and "Power BI **of the council**" in str(tables(app))
    app.selectbox[-1].set_value(token_act(store))
    next(box for box in app.text_input if box.label == "Why it is ended").set_value("Lost")
    next(button for button in app.button if button.label == "End it").click().run()
    with store.cursor() as cursor:
        assert token_of(Known(cursor), token) is None


def token_act(database):
    """The id of the one token there is."""
    with database.cursor() as cursor:
        return tokens(Known(cursor))["act_id"].iloc[0]
