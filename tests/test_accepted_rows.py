"""The rows that count, sheet by sheet: as they were sent for who may see them, without small numbers for everybody else."""

from datetime import date

import pandas as pd
import pytest

from cdmon.acts.decide import decide
from cdmon.definitions import load
from cdmon.tables.accepted_rows import accepted_rows, sheets_told
from cdmon.tables.known import Known
from tests.conftest import CORRECTED, send
from tests.workbooks import activities_workbook, groups_workbook, programme_workbook, sector_workbook, survey_workbook, workbook


def told(database, dataset, sheet=None, raw=False, **of):
    """The frame of a sheet."""
    found = load().datasets[dataset]
    with database.cursor() as cursor:
        return accepted_rows(Known(cursor, **of), found, found.sheet(sheet or dataset), raw).frame


def rows(frame, *columns):
    return frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None).to_numpy().tolist()


def test_rows_stand_by_neighbourhood_period_and_row(any_database):
    send(any_database, programme_workbook())
    send(any_database, groups_workbook("2024-12", [{"name": "Choir"}], "N02"))
    send(any_database, groups_workbook("2024-12", [{"name": "Choir"}, {"name": "Walkers"}]))
    send(any_database, groups_workbook("2024-11", [{"name": "Lunch club"}]))
    assert rows(told(any_database, "groups"), "neighbourhood", "period", "row", "name") == [
        ["N01", "2024-11", 2, "Lunch club"],
        ["N01", "2024-12", 2, "Choir"],
        ["N01", "2024-12", 3, "Walkers"],
        ["N02", "2024-12", 2, "Choir"],
    ]


def test_only_what_counts_on_the_day_is_there(programme_store):
    send(programme_store, groups_workbook("2024-11", [{"name": "Old name"}]))
    receipt = send(programme_store, groups_workbook("2024-11", [{"name": "New name"}]))
    assert rows(told(programme_store, "groups"), "name") == [["New name"]]
    assert told(programme_store, "groups", as_at=date(2024, 1, 1)).empty
    decide(programme_store, receipt.checked.plans[0].return_id, "withdrawn", "somebody", "A test takes it back.", CORRECTED)
    assert rows(told(programme_store, "groups"), "name") == [["Old name"]]


@pytest.mark.parametrize(("raw", "expected"), [(True, [[20, None], [3, None], [0, None]]), (False, [[None, "participants"]] * 3)])
def test_small_numbers_are_hidden_as_where_a_return_is_shown_unless_raw_rows_are_asked_for(programme_store, raw, expected):
    send(programme_store, activities_workbook("2024-11", [{"participants": number} for number in (20, 3, 0)]))
    frame = told(programme_store, "activities", raw=raw)
    assert rows(frame.assign(hidden=frame.get("hidden")), "participants", "hidden") == expected


def test_each_return_hides_its_own(programme_store):
    """20 and 9 of November are told; of December's 30 and 2 neither is, for the total would tell the 2."""
    for month, numbers in {"2024-11": (20, 9), "2024-12": (30, 2)}.items():
        send(programme_store, activities_workbook(month, [{"participants": number} for number in numbers]))
    found = rows(told(programme_store, "activities"), "participants", "hidden")
    assert found == [[20, None], [9, None], [None, "participants"], [None, "participants"]]


def test_rows_of_residents_are_for_raw_alone(programme_store):
    send(programme_store, survey_workbook("2024", date(2024, 10, 20), [{"q1": "yes", "weight": 1.5}, {"q1": "no", "weight": 0.5}]))
    with programme_store.cursor() as cursor:
        known = Known(cursor)
        assert ("residents", "responses") not in [(dataset.code, sheet.code) for dataset, sheet in sheets_told(known, raw=False)]
        assert ("residents", "responses") in [(dataset.code, sheet.code) for dataset, sheet in sheets_told(known, raw=True)]
    with pytest.raises(ValueError, match="a person's own"):
        told(programme_store, "residents", "responses")
    frame = told(programme_store, "residents", "responses", raw=True)
    assert rows(frame, "neighbourhood", "period", "row", "weight", "q1") == [["N01", "2024", 2, 1.5, "yes"], ["N01", "2024", 3, 0.5, "no"]]


def test_the_ids_of_respondents_and_addresses_of_people_are_in_no_table(programme_store):
    people = workbook(
        {"Programme": [["Name", "Start month"], ["Test", "2024-05"]],
         "Neighbourhoods": [["Code", "Name", "Population"], ["N01", "Quay", 6500]],
         "People": [["Signs in as", "Role"], ["jo.bloggs@example.org", "commissioner"]]}
    )  # fmt: skip
    send(programme_store, people)
    send(programme_store, survey_workbook("2024", date(2024, 10, 20), [{"respondent": "SECRET7", "q1": "yes"}]))
    send(programme_store, sector_workbook("2024", date(2024, 10, 11), [{"respondent": "SECRET8", "s1": "very successful"}]))
    with programme_store.cursor() as cursor:
        known = Known(cursor)
        text = "".join(accepted_rows(known, *each, raw=True).frame.to_csv() for each in sheets_told(known, raw=True))
    assert "commissioner" in text and "very successful" in text
    assert "SECRET" not in text and "jo.bloggs" not in text


def test_numbers_days_and_texts_are_of_their_types(programme_store):
    send(programme_store, activities_workbook("2024-11", [{"participants": 20, "volunteer_hours": 2.5, "date": date(2024, 11, 5)}, {}]))
    frame = told(programme_store, "activities")
    types = {code: str(frame[code].dtype) for code in ("row", "participants", "volunteer_hours", "date")}
    assert {**types, "date": types["date"][:10]} == {
        "row": "Int64",
        "participants": "Int64",
        "volunteer_hours": "Float64",
        "date": "datetime64",
    }
    assert frame["date"][0] == pd.Timestamp(2024, 11, 5) and pd.isna(frame["volunteer_hours"][1])
