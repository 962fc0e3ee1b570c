"""What a page shows in tables can be taken away with the same words and figures; nothing is made before somebody presses for it."""

from io import BytesIO
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import load_workbook

from cdmon.exports.shown_tables import sheet_name, shown_csv, shown_workbook
from cdmon.tables.audit_log import audit_log
from cdmon.web import take_away
from tests.test_pages import PLACES, as_store, drawn, opened, small_store  # noqa: F401 (fixtures)

ONE = pd.DataFrame({"Matter": ["=1+1", "Bus"], "Days": ["12", "3"]})
OTHER = pd.DataFrame({"Matter": ["Park"], "State": ["raised"]})


@pytest.fixture
def store(small_store, monkeypatch):  # noqa: F811
    yield from as_store(small_store, monkeypatch)


@pytest.fixture
def taken(monkeypatch):
    """The tables of each page that was drawn with the part open, made as the files make them."""
    found = {}

    def note(view, title, tables):
        found[title] = {caption: make() for caption, make in tables.items()}

    monkeypatch.setattr(take_away, "offer", note)
    return found


def shown(app):
    """The tables of a page as a person sees them: rows of texts by caption."""
    tables = [each for part in drawn(app) for each in part.iter("table")]
    return {
        each.findtext("caption"): [[cell.text_content().strip() for cell in row] for row in each.iterfind("tbody/tr")] for each in tables
    }


def open_part(app):
    app.session_state["take-away"] = True
    return app.run()


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("board", {"neighbourhood": "N01 Quayside"}),
        ("milestones", {"milestones_part": "One by one"}),
        ("history", {}),
        ("groups", {}),
        ("definitions", {}),
        ("risks", {}),
    ],
)
def test_what_is_taken_away_is_what_the_page_shows_and_of_lists_every_row(store, taken, page, address):
    app = open_part(opened(page, **address))
    assert not app.exception
    of_page = shown(app)
    for tables in taken.values():
        for caption, frame in tables.items():
            if caption in of_page and page != "board":
                rows = frame.astype(str).values.tolist()
                assert [[" ".join(cell.split()) for cell in row] for row in rows[: len(of_page[caption])]] == [
                    [" ".join(cell.split()) for cell in row] for row in of_page[caption]
                ]
                assert len(rows) >= len(of_page[caption])
    assert not of_page or taken


@pytest.mark.parametrize("page", ["board", "milestones", "neighbourhood", "", "kpis"])
def test_the_main_table_of_a_page_that_is_no_plain_list_is_among_them(store, taken, page):
    """The page without a name is the overview."""
    app = open_part(opened(page))
    assert not app.exception
    (tables,) = taken.values()
    assert all(isinstance(frame, pd.DataFrame) and len(frame.columns) > 1 for frame in tables.values())
    assert sum(map(len, tables.values())) > 0


def test_nothing_is_made_or_drawn_before_the_part_is_opened(store, monkeypatch):
    def never(*_):
        raise AssertionError

    monkeypatch.setattr(take_away, "offer", never)
    app = opened("board")
    assert not app.exception
    assert [each.label for each in app.expander].count(take_away.TITLE) == 1


def test_once_it_is_open_there_are_two_buttons_with_names_that_say_what_it_is_of(store):
    app = open_part(opened("milestones", milestones_part="One by one", neighbourhood="N01 Quayside"))
    labels = [each.proto.label for each in app.get("download_button")]
    assert {"Spreadsheet (.xlsx)", "Plain data (.csv)"} <= set(labels)


def test_what_is_taken_away_of_a_page_leaves_a_line_once_it_is_asked_for(store, monkeypatch):
    files = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, content, name, **_: files.update({label: content}))
    open_part(opened("milestones", milestones_part="One by one", neighbourhood="N01 Quayside"))
    with store.cursor() as cursor:
        before = audit_log(cursor)
    assert files["Plain data (.csv)"]()
    with store.cursor() as cursor:
        line, *others = audit_log(cursor).to_dict("records")
    assert len(others) == len(before)
    assert [line[part] for part in ("what", "subject", "neighbourhood")] == ["page", "Milestones", "N01"]


def test_the_names_of_tables_are_told_as_they_are(store):
    """Neighbourhoods bear hostile names; none of them is Markdown."""
    place = next(name for name in PLACES if "**" in name[1])
    app = open_part(opened("neighbourhood", neighbourhood=f"{place[0]} {place[1]}"))
    (told,) = (each.value for each in app.caption if each.value.startswith("With the same words"))
    assert "**bold**" not in told and "bold" in told


# The files


def test_a_workbook_of_tables_has_a_sheet_each_under_its_caption():
    content = shown_workbook("Matters", {"Programme": "Anytown"}, {"Matters: [a] long/caption that goes on and on": ONE, "Other": OTHER})
    workbook = load_workbook(BytesIO(content))
    assert workbook.sheetnames == ["Cover", "Contents", "Matters a long caption that", "Other"]
    sheet = workbook["Matters a long caption that"]
    assert sheet["A1"].value == "Matters: [a] long/caption that goes on and on"
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [["Matter", "Days"], ["=1+1", "12"], ["Bus", "3"]]
    assert (sheet["A4"].data_type, sheet["A4"].quotePrefix) == ("s", True)


def test_sheets_of_like_captions_have_names_of_their_own():
    assert sheet_name("Cover", {"cover"}) == "Cover 2"
    assert sheet_name("A b", {"a b", "a b 2"}) == "A b 3"
    assert sheet_name("=1+1", set()) == "1 1"
    assert sheet_name("[]:*?/\\", set()) == "Table"


def test_one_table_is_one_csv_and_several_are_a_zip_of_them():
    assert shown_csv({"One": ONE}) == b"Matter,Days\r\n'=1+1,12\r\nBus,3\r\n"
    with ZipFile(BytesIO(shown_csv({"One/../x": ONE, "Other": OTHER}))) as archive:
        assert archive.namelist() == ["1-one-x.csv", "2-other.csv"]
        assert archive.read("2-other.csv") == b"Matter,State\r\nPark,raised\r\n"


def test_headings_that_are_the_same_are_told_apart():
    twice = pd.DataFrame([["1", "2", "3"]], columns=["A", "A", "A"])
    headings = shown_csv({"Twice": twice}).decode().splitlines()[0].split(",")
    assert len(set(headings)) == 3
