"""Money: sums by year, what it costs to finish with what is not known, and no sum from which the pay of few could be worked out."""

import json
from collections import defaultdict
from itertools import product

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.charts.money import money_chart
from cdmon.definitions import load
from cdmon.disclosure import Rule, hide_counts_of_people, pay_told
from cdmon.returns.check import check
from cdmon.tables.known import Known
from cdmon.tables.money import money, read_money, told, year_words
from cdmon.tables.money_totals import BASES, added_up, money_by_year, money_totals, read_money_by_year, read_money_totals
from cdmon.tables.staff import read_staff, staff
from cdmon.wording import HIDDEN
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.workbooks import money_workbook, programme_workbook

PAY = {"line": "Salaries", "kind": "staff", "recurrence": "recurrent", "payer": "Council"}


def found(database, table, place=None):
    with database.cursor() as cursor:
        return table(Known(cursor), place)


# Sums and what it costs to finish


def test_each_sum_counts_once_as_the_newest_return_has_it(any_database):
    send(any_database, programme_workbook())
    spent = {"basis": "actual", "amount": 300}
    send(any_database, money_workbook("2024-10", [{}, spent]))
    send(any_database, money_workbook("2024-11", [spent | {"amount": 400, "line": "rent."}]))  # the same line, a month on
    send(any_database, money_workbook("2024-11", [{"amount": 50}, {"source": "drawn in", "amount": 7000}], "programme"))
    totals = found(any_database, money_totals)
    assert totals[["source", *BASES]].astype(object).where(totals[["source", *BASES]].notna(), None).to_numpy().tolist() == [
        ["budget", 950, None, 400],
        ["drawn in", 7000, None, None],
    ]
    assert found(any_database, money_totals, "N02").empty
    assert read_money(found(any_database, money, "N01")).to_numpy().tolist() == [
        ["Rent (premises)", "2024-25", "Programme's budget", "Planned, not said", "£900", "not named", "not named", "N01", "October 2024"],
        ["rent. (premises)", "2024-25", "Programme's budget", "Actual, not said", "£400", "not named", "not named", "N01", "November 2024"],
    ]


def test_the_cost_to_finish_is_what_is_planned_less_what_was_spent_and_what_is_unknown_is_said(programme_store):
    # May 2024 to April 2029 are the financial years 2024-25 to 2029-30 (the April); today is in 2026-27
    planned = [{"financial_year": year, "amount": amount} for year, amount in (("2024-25", 900), ("2025-26", 1000), ("2026-27", 1100))]
    spent = [
        {"financial_year": "2024-25", "amount": 850, "basis": "actual"},
        {"financial_year": "2024/25", "basis": "committed", "amount": 870},
    ]
    send(programme_store, money_workbook("2026-05", [*planned, *spent]))
    with programme_store.cursor() as cursor:
        table = money_totals(Known(cursor))
    assert table["to_finish"].tolist() == [3000 - 850]
    (row,) = read_money_totals(table).to_numpy().tolist()
    assert row == [
        "Programme's budget",
        "£3,000",
        "£870",
        "£850",
        "£2,150",
        "nothing is planned for 2027-28, 2028-29, 2029-30; nothing spent is on record for 2025-26, 2026-27",
    ]


def test_more_spent_than_planned_and_nothing_planned_are_said(programme_store):
    rows = [{"basis": "planned", "amount": 100}, {"basis": "actual", "amount": 130.5}, {"source": "pooled", "basis": "actual", "amount": 5}]
    send(programme_store, money_workbook("2024-11", rows))
    own, pooled = read_money_totals(found(programme_store, money_totals)).to_dict("records")
    assert own["Cost to finish"] == "none; £30.50 more than planned"
    assert (pooled["Planned"], pooled["Cost to finish"], pooled["What is not known"]) == (
        "none on record",
        "not known",
        "nothing is planned",
    )


def test_sums_stand_by_year_with_the_prices_they_are_in(programme_store):
    rows = [{"financial_year": "2025-26"}, {"kind": "grants", "line": "Seedcorn", "price_year": 2023, "amount": 80}, {"amount": 0}]
    send(programme_store, money_workbook("2024-11", rows))
    assert read_money_by_year(found(programme_store, money_by_year)).to_numpy().tolist() == [
        ["2024-25", "Programme's budget", "Seedcorn grants", "£80", "none on record", "none on record", "of 2023"],
        ["2024-25", "Programme's budget", "Premises", "£0", "none on record", "none on record", "of the year"],
        ["2025-26", "Programme's budget", "Premises", "£900", "none on record", "none on record", "of the year"],
    ]
    assert "prices of different years" in found(programme_store, money_totals)["unknown"].iloc[0][-1]


def test_a_cost_without_a_year_is_refused_with_the_reason(programme_store):
    with programme_store.cursor() as cursor:
        checked = check(Known(cursor), Upload("money.xlsx", money_workbook("2024-11", [{"financial_year": None}])))
    assert not checked.ok
    assert [(each.code, each.cell) for each in checked.problems] == [("cell-blank", "E2")]
    assert "financial year whose money it is" in checked.problems[0].message


@pytest.mark.parametrize(("begins", "words"), [(4, "1999-00"), (1, "1999"), (10, "1999-00")])
def test_a_financial_year_is_called_as_people_call_it(begins, words):
    assert year_words(1999, begins) == words


def test_a_programme_may_count_by_the_calendar_year(database):
    send(database, programme_workbook(financial_year="January"))
    send(database, money_workbook("2024-11", [{"financial_year": "2024"}]))
    assert found(database, money)["years"].tolist() == ["2024"]


def test_what_waits_is_marked(database):
    send(database, programme_workbook(acceptance="by a person"))
    send(database, money_workbook("2024-11", [{}]))
    with database.cursor() as cursor:
        known = Known(cursor, None, True)
        assert read_money_totals(money_totals(known))["Planned"].tolist() == ["£900 [provisional]"]
    assert found(database, money).empty


# Nobody's pay


def test_the_pay_of_few_is_told_only_together_with_that_of_others(programme_store):
    # N01 pays 6, N02 pays 3: together with the programme's own 4, that is 7
    for place, posts, amount in (("N01", 6, 240_000), ("N02", 3, 110_111), ("programme", 4, 190_000)):
        send(programme_store, money_workbook("2024-11", [PAY | {"posts": posts, "wte": posts - 0.5, "amount": amount}], place))
    whole = found(programme_store, money)
    assert whole[["neighbourhood", "posts", "amount"]].to_numpy().tolist() == [["N01", 6, 240_000], ["programme; N02", 7, 300_111]]
    assert found(programme_store, money_totals)["planned"].tolist() == [540_111]
    assert found(programme_store, money, "N01")["amount"].tolist() == [240_000]
    hidden = found(programme_store, money, "N02")
    assert hidden["amount"].isna().all()
    assert read_money(hidden)["Amount"].tolist() == [HIDDEN]
    (row,) = read_money_totals(found(programme_store, money_totals, "N02")).to_dict("records")
    assert (row["Planned"], row["Cost to finish"]) == (HIDDEN, "not known")
    assert row["What is not known"].startswith("staff costs of too few people are hidden")
    assert money_chart(found(programme_store, money_by_year, "N02")) is None
    assert "110" not in "".join(map(str, read_money(whole).to_numpy().ravel()))


def test_the_posts_are_told_by_month_and_never_what_they_cost(programme_store):
    send(programme_store, money_workbook("2024-11", [PAY | {"posts": 1, "wte": 0.5}, PAY | {"basis": "actual", "posts": 2}]))
    later = PAY | {"financial_year": "2025-26", "posts": 3, "wte": 3}
    send(programme_store, money_workbook("2024-12", [PAY | {"posts": 2, "wte": 1.5}, later]))
    assert read_staff(found(programme_store, staff)).to_numpy().tolist() == [
        ["December 2024", "N01", "Planned", "2", "1.5"],
        ["November 2024", "N01", "Planned", "1", "0.5"],
        ["November 2024", "N01", "Actual", "2", "not said"],
    ]


def test_no_row_that_pays_people_is_shown_with_its_amount():
    sheet = load().datasets["money"].sheet("money")
    rows = pd.DataFrame({"kind": ["staff", "premises", "staff"], "posts": [9, None, 0], "amount": [300_000.0, 900.0, 20_000.0]})
    assert hide_counts_of_people(rows, sheet, Rule())["amount"].tolist() == ["hidden", 900.0, "hidden"]


@pytest.mark.parametrize(
    ("posts", "alone", "together"),
    [
        ([5, 9], [True, True], [False, False]),
        ([5, 9, 4], [False, True, False], [True, False, True]),  # the 4 and, as they are too few, the fewest besides
        ([3, 9, 2], [False, True, False], [True, False, True]),
        ([4], [False], [False]),
        ([2, 2], [False, False], [False, False]),
        ([0, 6], [False, False], [True, True]),
        ([0], [False], [False]),
    ],
)
def test_pay_is_told_of_more_than_a_few_people(posts, alone, together):
    found = pay_told(np.array(posts, float), Rule())
    assert [marks.tolist() for marks in found] == [alone, together]


def test_a_programme_that_hides_no_counts_tells_the_pay_of_one():
    assert pay_told(np.array([1.0, 2.0]), Rule(small_counts=0))[0].all()


def published(rows: pd.DataFrame) -> dict[tuple[object, ...], float]:
    """Every sum that pages, commands and files tell of some rows, of the programme and of each neighbourhood."""
    sums = {}
    for place in (None, "N01", "N02", "N03", "N04"):
        table = told(rows, place, Rule())
        for number, row in enumerate(table.to_dict("records")):
            sums[place, "row", number] = row["amount"]
        for by in (["source"], ["year", "source", "kind"]):
            for row in added_up(table, by).to_dict("records"):
                for basis in BASES:
                    sums[place, *(row[name] for name in by), basis] = row[basis]
    return {name: amount for name, amount in sums.items() if not pd.isna(amount)}


def test_whatever_is_told_of_many_programmes_no_subtraction_gives_the_pay_of_few():
    """The attacker may add and subtract all that is told. Each row pays a power of two, so that a sum's digits tell its rows.

    Rows that stand in the very same sums he can never tell apart, so whatever he finds is made of all of them: they must pay more than few.
    """
    drawn = np.random.default_rng(11)
    attacked = 0
    for _ in range(10):
        cells = product(["", "N01", "N02", "N03", "N04"], ["planned", "actual"], [2024, 2025])
        made = [
            {"neighbourhood": place, "basis": basis, "year": year, "line": f"Pay {number}", "posts": int(drawn.integers(0, 8))}
            for place, basis, year in cells
            for number in range(drawn.integers(0, 3))
        ]
        usual = {"month": "2024-11", "kind": "staff", "source": "budget", "wte": 1.0, "price_year": None, "provisional": False}
        texts = dict.fromkeys(("recurrence", "in_kind_basis", "payer", "beneficiary"), "")
        rows = pd.DataFrame([usual | texts | row | {"amount": 2.0**number} for number, row in enumerate(made)])
        sums = [int(amount) for amount in published(rows).values()]
        people = defaultdict(int)
        for number, posts in enumerate(rows["posts"]):
            in_sums = frozenset(place for place, amount in enumerate(sums) if amount >> number & 1)
            if in_sums:
                people[in_sums] += int(posts)
        assert min(people.values(), default=99) > Rule().small_counts
        attacked += len(people)
    assert attacked > 60


# The command line


def test_the_command_tells_totals_years_and_sums(programme_store):
    send(programme_store, money_workbook("2024-11", [{}, PAY | {"posts": 2, "amount": 61_234}]))
    run = ["--database", programme_store.url, "money"]
    given = json.loads(CliRunner().invoke(main, [*run, "N01", "--json"], catch_exceptions=False).stdout)
    assert [row["amount"] for row in given["sums"]] == [900, None]
    assert given["totals"][0]["planned"] == 900 and given["totals"][0]["hidden"] == ["planned"] and given["totals"][0]["to_finish"] is None
    assert [row["kind"] for row in given["by_year"]] == ["staff", "premises"]
    text = CliRunner().invoke(main, run, catch_exceptions=False).stdout
    assert "£900 and staff costs that are hidden" in text and "61,234" not in text
