"""The set-up as forms: what is typed makes the very workbook that Upload takes, and nothing counts before it is sent."""

from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from cdmon.database import ROOT, open_database
from cdmon.returns.submit import preview, submit
from cdmon.returns.typed import FIRST_ROW, begun_from, cell, set_up_file, set_up_rows
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload
from tests.workbooks import programme_workbook, table

OTHER_PARTS = {
    "People": table([{"person": "a@example.org", "role": "fieldworker", "neighbourhood": "N01"}]),
    "Targets": table([{"kpi": "people_active", "target": "12%", "neighbourhood": "N01", "by_month": "2026-10"}]),
    "Events": table([{"date": datetime(2025, 3, 14), "what": "<b>Flood", "neighbourhood": "N02"}]),
    "Questions": table([{"code": "l1", "label": "Knows the park", "answers": "yes; no"}]),
}


@pytest.fixture
def store(tmp_path, monkeypatch):
    database = open_database(str(tmp_path / "store.duckdb"))
    monkeypatch.setenv("CDMON_DATABASE", database.url)
    yield database
    database.close()


def typed(database):
    with database.cursor() as cursor:
        return set_up_rows(Known(cursor))


def sent(database, content):
    assert submit(database, Upload("set-up.xlsx", content), "a test", datetime(2024, 5, 10), tell_effect=False).stored


def test_a_set_up_typed_again_as_it_is_changes_nothing(store):
    sent(store, programme_workbook(sheets=OTHER_PARTS))
    return_id, rows = typed(store)
    assert rows["people"] == [{"person": "a@example.org", "role": "Fieldworker", "neighbourhood": "N01"}]
    seen = preview(store, set_up_file(rows))
    assert seen.checked.ok, seen.checked.problems
    assert submit(store, set_up_file(rows), "a test", tell_effect=False).stored
    again, found = typed(store)
    assert again != return_id and found == rows


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "said"),
    [
        ("neighbourhoods", 1, "population", "many", ("Neighbourhoods", "C4", "Population", "many")),
        ("neighbourhoods", 1, "population", 6500.5, ("Neighbourhoods", "C4", "Population", "6500.5")),
        ("targets", 0, "target", "12 people", ("Targets", "C3", "Target", "12 people")),
        ("programme", 0, "start_month", "May", ("Programme", "C3", "Start month", "May")),
    ],
)
def test_what_is_typed_wrongly_is_said_with_its_part_row_and_column(store, sheet, row, column, value, said):
    sent(store, programme_workbook(sheets=OTHER_PARTS))
    _, rows = typed(store)
    rows[sheet][row] = rows[sheet][row] | {column: value}
    problems = preview(store, set_up_file(rows)).checked.problems
    assert said in [(each.sheet, each.cell, each.column, each.value) for each in problems if each.severity == "error"]
    assert said[1].endswith(str(row + FIRST_ROW))


def test_a_share_may_be_typed_in_per_cent(store):
    sent(store, programme_workbook(sheets=OTHER_PARTS))
    _, rows = typed(store)
    rows["targets"][0] |= {"target": "15%"}
    assert submit(store, set_up_file(rows), "a test", tell_effect=False).stored
    assert typed(store)[1]["targets"][0]["target"] == 0.15


def test_a_shape_begins_with_its_areas_and_lacks_only_its_start_month(store):
    problems = preview(store, set_up_file(begun_from("pilot"))).checked.problems
    assert [(each.sheet, each.column) for each in problems if each.severity == "error"] == [("Programme", "Start month")]


@pytest.mark.parametrize(
    ("text", "expected"), [("6500", 6500), (" 0.12 ", 0.12), ("12%", "12%"), ("6,500", "6,500"), ("", None), ("-3", -3), ("1e3", "1e3")]
)
def test_plain_digits_are_a_number_and_anything_else_is_read_as_it_stands(text, expected):
    assert cell(text) == expected


def opened(sheet="programme"):
    app = AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=60)
    app.switch_page("../../pages/set_up.py")
    app.run()
    return app.selectbox(key="sheet").set_value(sheet).run()


def fill(app, **texts):
    for part, value in texts.items():
        widget = next(
            each
            for each in (*app.text_input, *app.selectbox, *app.date_input)
            if each.key and each.key.endswith(f"-{part}") and each.key.startswith("row-")
        )
        widget.set_value(value)
    return press(app, "Keep this row")


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def test_a_first_set_up_is_typed_part_by_part_looked_through_and_sent(store):
    app = fill(opened(), name="Riverton", start_month="2024-05")
    app.selectbox(key="sheet").set_value("neighbourhoods").run()
    fill(app, code="N01", name="Quayside <b>", population="6500")
    fill(app, code="N02", name="Hilltop", population="7000")
    press(app, "Look through the whole set-up")
    assert typed(store)[0] == ""  # nothing counts yet
    press(app, "Send")
    return_id, rows = typed(store)
    assert return_id and [row["name"] for row in rows["neighbourhoods"]] == ["Quayside <b>", "Hilltop"]
    assert rows["programme"][0]["start_month"] == "2024-05"


def test_a_row_is_changed_and_another_taken_out_and_the_history_has_both_versions(store):
    sent(store, programme_workbook(sheets=OTHER_PARTS))
    app = opened("targets")
    app.selectbox(key="row-of-targets-0").set_value(0).run()
    fill(app, target="20%")
    app.selectbox(key="sheet").set_value("people").run()
    app.selectbox(key="row-of-people-1").set_value(0).run()
    press(app, "Take this row out")
    press(app, "Look through the whole set-up")
    press(app, "Send")
    _, rows = typed(store)
    assert (rows["targets"][0]["target"], rows["people"]) == (0.2, [])
    with store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM returns WHERE dataset = 'programme'").fetchall() == [(2,)]


def test_overlapping_stages_are_refused_with_their_row(store):
    sent(store, programme_workbook())
    app = opened("stages")
    fill(app, stage="1", first_month="1", last_month="6", title="First")
    fill(app, stage="2", first_month="5", last_month="24", title="Second")
    press(app, "Look through the whole set-up")
    shown = " ".join(html.proto.body for html in app.get("html"))
    assert "straight after the stage before it ends" in shown
    assert not [button for button in app.button if button.label == "Send"]
