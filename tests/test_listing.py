"""A long list: what fits, in which order, and which twenty of it a page holds; small tables counted by hand."""

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmon.tables.listing import PAGE, Asked, Choice, Listing, among, extent, fitting, in_numbers, in_order, options, page_of, pages


def no_number(number):
    return "none" if pd.isna(number) else f"{number}"


TABLE = pd.DataFrame(
    {
        "name": ["Bins", "Café", "Noise", "Bus"],
        "state": ["answered", "raised", "acted on", "raised"],
        "said": ["Rats, *rats*", None, "No sleep", "The last bus leaves at six"],
        "day": [date(2026, 3, 1), date(2026, 5, 31), None, date(2025, 1, 7)],
        "month": ["2026-03", "2026-05", "2026-04", "2025-01"],
        "factor": pd.array([1, None, 2, 1], dtype="Int64"),
    }
)
LISTING = Listing(
    "matters",
    "matter",
    "matters",
    numbers={"open": among("state", ["raised", "acted on"]), "about a bus": lambda table: table["name"].eq("Bus")},
    choices=[
        Choice("state", "How it stands", str.upper),
        Choice("factor", "Factor", lambda number: "none" if pd.isna(number) else f"{number}"),
    ],
    texts=["name", "said"],
    dates=["day", "month"],
    order={"state": [["raised", "acted on"]], "day": []},
)


def names(frame):
    return frame["name"].tolist()


def test_what_is_open_and_oldest_comes_first_and_what_has_no_day_last():
    assert names(in_order(TABLE, LISTING)) == ["Bus", "Café", "Noise", "Bins"]
    assert names(in_order(TABLE, Listing("as_it_is", "row", "rows"))) == names(TABLE)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(), ["Bins", "Café", "Noise", "Bus"]),
        (Asked({"state": "RAISED"}), ["Café", "Bus"]),
        (Asked({"state": "RAISED", "factor": "1"}), ["Bus"]),
        (Asked({"factor": "none"}), ["Café"]),
        (Asked({"state": "what was there once"}), []),  # never silently all
        (Asked({"state": "what was there once"}, since=date(2026, 3, 1)), []),
        (Asked(search="CAFE"), ["Café"]),
        (Asked(search="bûs SIX"), ["Bus"]),  # each word, in any order, in any of the texts
        (Asked(search="bus seven"), []),
        (Asked(search="*rats*"), ["Bins"]),  # the very characters: no pattern
        (Asked(search=".*"), []),
        (Asked(search="none nan"), []),  # an absent text holds no word
        (Asked(search="   "), ["Bins", "Café", "Noise", "Bus"]),
        (Asked(since=date(2026, 4, 15)), ["Café", "Noise"]),  # of Noise only the month is known, and a part of it lies behind the 15th
        (Asked(until=date(2026, 3, 1)), ["Bins", "Bus"]),
        (Asked(since=date(2026, 3, 2), until=date(2026, 5, 30)), ["Noise"]),
    ],
)
def test_rows_fit_all_that_is_asked(asked, found):
    assert names(fitting(TABLE, LISTING, asked)) == found


def test_a_choice_offers_each_value_that_is_there_once_in_words():
    assert [options(TABLE, choice) for choice in LISTING.choices] == [["ACTED ON", "ANSWERED", "RAISED"], ["1", "2", "none"]]


def test_an_instant_of_the_store_lies_on_the_day_that_it_was_in_the_united_kingdom():
    sent = pd.DataFrame({"sent": [datetime(2026, 6, 30, 23, 30), datetime(2026, 12, 31, 23, 30)]})  # 00:30 on 1 July, and 23:30
    listing = Listing("sent", "return", "returns", dates=["sent"])
    assert len(fitting(sent, listing, Asked(since=date(2026, 7, 1), until=date(2026, 7, 1)))) == 1
    assert len(fitting(sent, listing, Asked(until=date(2026, 12, 31)))) == 2


def test_the_numbers_are_of_all_rows_in_one_line():
    assert in_numbers(TABLE, LISTING) == "4 matters: 3 open; 1 about a bus"
    assert in_numbers(TABLE[:1], LISTING) == "1 matter: 0 open; 0 about a bus"
    assert in_numbers(TABLE, Listing("as_it_is", "row", "rows")) == "4 rows"


@pytest.mark.parametrize(("rows", "number"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_a_page_holds_twenty_rows(rows, number):
    assert pages(rows) == number
    frame = pd.DataFrame({"row": range(rows)})
    assert [row for turn in range(1, number + 1) for row in page_of(frame, turn)["row"]] == list(range(rows))
    assert all(len(page_of(frame, turn)) <= PAGE for turn in range(1, number + 1))


def test_a_list_has_pages_of_its_own_length():
    assert (pages(60, 60), pages(61, 60), extent(150, 3, 60)) == (1, 2, "121 to 150 of 150")
    assert page_of(pd.DataFrame({"row": range(150)}), 3, 60)["row"].tolist() == list(range(120, 150))


def test_it_is_said_which_rows_a_page_holds():
    assert (extent(57, 1), extent(57, 3), extent(1_200, 60)) == ("1 to 20 of 57", "41 to 57 of 57", "1,181 to 1,200 of 1,200")


@given(st.text(max_size=30), st.sampled_from(["", "RAISED", "ANSWERED"]))
def test_whatever_is_typed_finds_rows_of_the_table_and_nothing_else(text, state):
    found = fitting(TABLE, LISTING, Asked({"state": state}, text))
    assert set(names(found)) <= set(names(TABLE))
    assert names(fitting(found, LISTING, Asked({"state": state}, text))) == names(found)


@given(st.lists(st.sampled_from(["raised", "acted on", "answered", "ended"]), max_size=60))
def test_no_row_is_lost_or_doubled_by_order_and_pages(states):
    frame = pd.DataFrame(
        {"state": states, "day": [date(2026, 1, 1 + number % 28) for number in range(len(states))], "row": range(len(states))}
    )
    ordered = in_order(frame, LISTING)
    assert sorted(row for number in range(1, pages(len(frame)) + 1) for row in page_of(ordered, number)["row"]) == list(range(len(states)))
