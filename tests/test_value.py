"""What a programme may be worth by typed assumptions: the sums by hand, what is refused, what is asked for, and what it hangs on.

By hand, over two years, in pounds of 2026:
  events prevented in a year    500 people x 0.2 x 0.1                                      =  10
  what they cost                10 x 1,000 pounds of 2020 x 1.5                             =  15,000
  less, in turn                 x 0.8 (deadweight) x 0.5 (displacement) x 0.75 (others)     =   4,500
  optimism                      x 0.9                                                       =   4,050  in year 1
  drop-off                      x 0.5                                                       =   2,025  in year 2
  as present value              2,025 / 1.035                                               =   1,956.52
  benefits                      4,050 + 1,956.52                                            =   6,006.52
  the team, each year           1,000 x 1.5                                                 =   1,500
  as present value              1,500 + 1,500 / 1.035                                       =   2,949.28
  net                           6,006.52 - 2,949.28                                         =   3,057.24
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmon.definitions import load
from cdmon.tables.value import CAVEAT, as_numbers, read_break_even, read_claims, read_result, read_swings, told
from cdmon.value.asked import asked_for
from cdmon.value.assumptions import AssumptionsRefused, made, read_assumptions
from cdmon.value.valuation import valuation
from cdmon.value.worth import worth
from tests.assumed import CONDITION, PRICES, TEAM, assumed, rows

YEARS = 2
QALYS = {"people": 100, "events": 0.5, "share_prevented": 0.2, "qalys": 0.1, "qaly_value": 70_000}
NO_LESS = dict.fromkeys(("deadweight", "displacement", "attribution", "drop_off", "optimism_bias"), 0)


def test_the_worked_example_is_what_it_is_by_hand():
    found = valuation(assumed(), YEARS).worth["central"]
    assert [(each.subject, each.year, round(each.value, 2), round(each.present, 2)) for each in found.years] == [
        ("Depression", 1, 4050.0, 4050.0),
        ("Depression", 2, 2025.0, 1956.52),
        ("Team", 1, 1500.0, 1500.0),
        ("Team", 2, 1500.0, 1449.28),
    ]
    assert (round(found.net, 2), round(found.present("cost"), 2)) == (3057.25, 2949.28)  # 6,006.522 - 2,949.275
    assert round(found.ratio, 3) == 2.037  # 6,006.52 / 2,949.28
    assert round(found.cashable, 2) == 2402.61  # 0.4 of 6,006.52


def test_health_in_qalys_counts_less_by_its_own_rate_and_costs_by_theirs():
    both = assumed(rows=[*rows("Falls", QALYS | NO_LESS), *rows("Team", TEAM)])
    found = worth(both, YEARS)
    assert round(found.of_stream("qalys"), 2) == 138965.52  # 100 x 0.5 x 0.2 x 0.1 x 70,000 = 70,000; + 70,000 / 1.015
    assert round(found.of_stream("costs"), 2) == 2949.28
    assert found.cashable == 0  # nobody can spend a year of health


def test_the_same_condition_can_have_costs_and_qalys_and_each_part_is_given_once():
    both = assumed({"qalys": 0.1, "qaly_value": 70_000})
    found = worth(both, 1)
    # 10 events x 0.1 x 70,000 = 70,000, x 0.8 x 0.5 x 0.75 x 0.9 = 18,900
    assert (round(found.of_stream("money"), 2), round(found.of_stream("qalys"), 2)) == (4050.0, 18_900.0)


def test_wellbeing_is_off_and_when_it_is_on_it_stands_apart():
    wellbeing = rows("Wellbeing", {"people": 50, "points": 0.5, "wellby_value": 15_000} | NO_LESS)
    off, on = (assumed(rows=[row.model_dump() for row in assumed().rows] + wellbeing, wellby=wellby) for wellby in (False, True))
    assert worth(off, YEARS).present("apart") == 0
    assert round(worth(on, YEARS).present("apart"), 2) == 737318.84  # 375,000 + 375,000 / 1.035
    assert worth(on, YEARS).net == worth(off, YEARS).net
    assert any("apart: not added" in line for line in read_result(valuation(on, YEARS))["Present value"])
    blank = assumed(rows=[row.model_dump() for row in assumed().rows] + rows("Wellbeing", {"points": None}), wellby=False)
    assert asked_for(blank, YEARS) == []  # nobody asked for it


def test_a_part_may_differ_from_year_to_year_and_drop_off_adds_up():
    told = [row for row in (each.model_dump() for each in assumed().rows) if row["part"] not in ("people", "drop_off")]
    told += [{"subject": "Depression", "part": "people", "year": year, "central": 100 * year} for year in (1, 2, 3)]
    told += [{"subject": "Depression", "part": "drop_off", "year": year, "central": lost} for year, lost in {2: 0.5, 3: 0.1}.items()]
    found = [each.value for each in worth(assumed(rows=told), 3).years if each.subject == "Depression"]
    # 4,050 x 100 / 500 = 810; x 2 x 0.5 = 810; x 3 x 0.5 x 0.9 = 1,093.50
    assert np.round(found, 2).tolist() == [810, 810, 1093.5]
    assert asked_for(assumed(rows=told), 3) == []  # the first year has nothing to lose


def test_low_and_high_take_every_range_at_its_worst_and_best():
    found = valuation(assumed(), YEARS).worth
    # worst: share 0.05 and 0.5 owed to others: 4,050 x 0.5 x (0.5 / 0.75) = 1,350; team 1,500 x 1.5 = 2,250
    assert round(found["low"].net, 2) == round(1350 * (1 + 0.5 / 1.035) - 2250 * (1 + 1 / 1.035), 2)
    # best: share 0.2 and nothing owed to others: 4,050 x 2 / 0.75 = 10,800; team 800 x 1.5 = 1,200
    assert round(found["high"].net, 2) == round(10_800 * (1 + 0.5 / 1.035) - 1200 * (1 + 1 / 1.035), 2)


def test_switching_value_and_swings_are_what_they_are_by_hand():
    found = valuation(assumed(), YEARS)
    (switch,) = found.break_even
    assert round(switch.share, 4) == 0.0491  # 0.1 x 2,949.28 / 6,006.52
    assert [(each.row.part, round(each.at_low, 2), round(each.at_high, 2)) for each in found.swings] == [
        ("share_prevented", 53.99, 9063.77),  # 6,006.52 x 0.5 - 2,949.28; x 2
        ("attribution", 5059.42, 1055.07),  # x 1 / 0.75; x 0.5 / 0.75
        ("cost", 3647.1, 1582.61),  # 6,006.52 - 2,949.28 x 0.8; x 1.5
    ]


@pytest.mark.parametrize(
    ("condition", "team", "said"),
    [
        ({}, {}, "4.91%"),
        ({}, {"cost": 1_000_000}, "more than all of them: not to be reached"),
        ({"people": 0}, {}, "none: preventing them is worth nothing as assumed"),
    ],
)
def test_a_switching_value_that_cannot_be_reached_is_said_to_be_so(condition, team, said):
    other = {} if not team else {"rows": [*rows("Depression", CONDITION), *without_range(rows("Team", TEAM | team)), DEFLATOR]}
    assert read_break_even(valuation(assumed(condition, **other), YEARS)).iloc[0, 2] == said


DEFLATOR = {"part": "deflator", "central": 1.5, "price_year": 2020}


def without_range(told):
    return [row | {"low": None, "high": None} for row in told]


def test_where_the_others_outweigh_the_cost_no_share_is_needed():
    two = assumed(rows=[*rows("Depression", CONDITION), *rows("Falls", CONDITION), *rows("Team", TEAM), DEFLATOR])
    assert read_break_even(valuation(two, YEARS)).iloc[0, 2] == "none is needed: the others outweigh the cost"


shares = st.floats(0, 1)
amounts = st.floats(0, 1e6)
VALUES = {part: shares if load().assumed[part].kind == "share" else amounts for part in (*CONDITION, *TEAM)}  # what a part may be


@given(st.fixed_dictionaries(VALUES), st.integers(1, 10), st.floats(0.1, 10))
def test_a_second_computation_comes_to_the_same(values, years, deflator):
    """A year a column, a factor a row, multiplied with numpy: nothing of the product's own arithmetic."""
    told = [
        {"subject": "C" if part in CONDITION else "T", "part": part, "central": value, "price_year": PRICES.get(part)}
        for part, value in values.items()
    ]
    told.append({"part": "deflator", "central": deflator, "price_year": 2020})
    found = worth(made(price_year=2026, unmonetised=["x"], rows=told), years)
    at = np.arange(years)
    net_of = np.prod([1 - values[part] for part in ("deadweight", "displacement", "attribution", "optimism_bias")])
    first = values["people"] * values["events"] * values["share_prevented"] * values["unit_cost"] * deflator * net_of
    benefits = np.sum(first * (1 - values["drop_off"]) ** at * 1.035 ** -at.astype(float))
    costs = np.sum(values["cost"] * (1 + values["cost_bias"]) * 1.035 ** -at.astype(float))
    assert found.present("benefit") == pytest.approx(benefits)
    assert found.present("cost") == pytest.approx(costs)
    assert found.cashable == pytest.approx(benefits * values["cashable"])


@given(st.fixed_dictionaries(VALUES), st.sampled_from([*CONDITION, *TEAM]), st.data())
def test_the_net_value_goes_one_way_with_each_part(values, part, data):
    other = data.draw(VALUES[part])
    low, high = (of(values | {part: value}).net for value in sorted((values[part], other)))
    slack = 1e-9 * (abs(low) + abs(high))
    assert (low <= high + slack) if load().assumed[part].higher_is_better else (high <= low + slack)


def of(values):
    return worth(made(price_year=2026, rows=plain(values)), 3)


def plain(values):
    return [
        {"subject": "C" if part in CONDITION else "T", "part": part, "central": value, "price_year": 2026 if part in PRICES else None}
        for part, value in values.items()
    ]


@given(st.fixed_dictionaries({part: st.floats(0.01, 0.9) if of is shares else st.floats(1, 1e4) for part, of in VALUES.items()}))
def test_at_the_switching_value_nothing_is_gained_or_lost(values):
    found = valuation(made(price_year=2026, unmonetised=["x"], rows=plain(values)), 3)
    share = found.break_even[0].share
    if share <= 1:
        assert of(values | {"share_prevented": share}).net == pytest.approx(0, abs=1e-6 * found.worth["central"].present("cost"))
    assert found.worth["low"].net == found.worth["central"].net == found.worth["high"].net  # no range, no difference


@given(st.sampled_from([*CONDITION, *TEAM]), st.integers(1, 5))
def test_a_blank_is_asked_for_and_nothing_is_worked_out(part, years):
    condition, team = ({part: None} if part in of else {} for of in (CONDITION, TEAM))
    told = assumed(rows=[*without_range([*rows("Depression", CONDITION | condition), *rows("Team", TEAM | team)]), DEFLATOR])
    found = valuation(told, years)
    if part == "drop_off" and years == 1:
        assert found.asked == []  # nothing is lost in the first year
    else:
        assert [load().assumed[part].title.lower() in line for line in found.asked] == [True]
        assert (found.worth, found.break_even, found.swings) == ({}, [], [])


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"price_year": None}, "The year in whose prices the result is to be."),
        ({"unmonetised": []}, "At least one benefit that no money is put on"),
        ({"rows": rows("Team", TEAM)}, "A condition, part by part."),
        ({"rows": [*rows("Depression", CONDITION), DEFLATOR]}, "What the programme costs."),
        ({"rows": [*rows("Depression", CONDITION), *rows("Team", TEAM)]}, "The deflator for prices of 2020."),
        ({"rows": [{"subject": "Falls", "part": "people", "central": 5}]}, "Falls: cost of an event, years 1, 2."),
        ({"rows": [{"subject": "Falls", "part": "events", "year": 1, "central": 5}]}, "Falls: events a person a year, year 2."),
    ],
)
def test_what_is_not_said_is_asked_for(other, said):
    assert any(line.startswith(said) for line in asked_for(assumed(**other), YEARS))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"part": "share_prevented", "central": 5}, "Falls: share prevented, every year: a share lies between 0 and 1"),
        ({"part": "deadweight", "central": -0.1}, "cannot be less than 0"),
        ({"part": "unit_cost", "central": 10}, "a price needs the year of its prices"),
        ({"part": "people", "central": 10, "year": 3}, "Falls: people, year 3: the programme has the years 1 to 2"),
        ({"part": "people", "central": 10, "year": 0}, "the programme has the years 1 to 2"),
        ({"part": "people", "central": 10, "low": 5}, "give both ends of its range, or neither"),
        ({"part": "people", "central": 10, "low": 11, "high": 12}, "the low end cannot be above the central value"),
        ({"part": "people", "central": 10, "price_year": 2020}, "only a price has a year of prices"),
        ({"part": "people", "central": 10, "subject": ""}, "say of which condition or cost it is"),
        ({"part": "luck", "central": 10}, "there is no part “luck”"),
        ({"part": "cost", "central": 10, "price_year": 2026, "subject": "Team"}, "it is given twice"),
        ({"part": "cost", "central": 10, "price_year": 2026, "subject": "Team", "year": 1}, "it is given twice"),
        ({"part": "people", "central": 10, "subject": "Team"}, "it has no place beside the other parts"),
        ({"part": "deflator", "central": 1.1, "subject": ""}, "a deflator needs the year of the prices"),
        ({"part": "deflator", "central": 1.1, "subject": "", "price_year": 2026}, "prices of 2026 are those of the result already"),
        ({"part": "deflator", "central": 0, "subject": "", "price_year": 2019}, "a deflator is more than 0"),
        ({"part": "deflator", "central": 1, "low": 1, "high": 2, "subject": "", "price_year": 2019}, "a deflator has no range"),
    ],
)
def test_what_cannot_be_is_refused_with_its_row_and_reason(row, said):
    wrong = assumed(rows=[each.model_dump() for each in assumed().rows] + [{"subject": "Falls"} | row])
    with pytest.raises(AssumptionsRefused) as refused:
        valuation(wrong, YEARS)
    assert said in str(refused.value)


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(AssumptionsRefused, match=r"people.*cannot be less than 0.*deadweight.*between 0 and 1"):
        valuation(assumed({"people": -1, "deadweight": 2}), YEARS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rows: [", "no YAML"),
        ("- 1", "must hold the assumptions"),
        ("name: A\nname: B", "given twice"),
        ("rows:\n- {part: people, central: many}", "rows 1 central: input should be a valid number"),
        ("rows:\n- {part: people, central: .nan}", "rows 1 central: input should be a finite number"),
        ("luck: 1", "luck: extra inputs are not permitted"),
        ("[" * 5000, "no YAML"),
    ],
)
def test_a_file_that_holds_no_assumptions_is_refused_with_the_reason(text, said):
    with pytest.raises(AssumptionsRefused) as refused:
        read_assumptions(text, "a.yaml")
    assert said in str(refused.value)


def test_assumptions_read_from_their_own_file_are_the_same():
    assert read_assumptions(assumed().as_text(), "a.yaml") == assumed()


def test_every_table_of_a_calculation_and_its_json_carry_the_caveat_and_no_sum_of_others():
    found = valuation(assumed(), YEARS)
    assert as_numbers(found)["caveat"] == CAVEAT
    assert "not from results" in CAVEAT and "another programme" in CAVEAT and "no money saved" in CAVEAT
    shown = " ".join(frame.to_string() for frame in told(found).values())
    assert all(claim.figure not in shown for claim in load().claims.values())
    assert read_swings(found)["Range"].tolist() == ["0.05 to 0.2", "0 to 0.5", "800 to 1,500"]


def test_the_claims_say_what_speaks_against_them_and_their_sums_are_right():
    claims = load().claims
    assert {claim.figure for claim in claims.values()} >= {
        "£558,714", "£145,000", "1 : 3.8", "£1,676,142", "£261,900", "1 : 6.4", "£96,448", "£80,000",
    }  # fmt: skip
    assert all(claim.against and claim.checks and claim.source for claim in claims.values())
    assert len(read_claims()) == len(claims)
    assert (round(558_714 / 145_000, 3), 3 * 558_714, round(1_676_142 / 261_900, 2)) == (3.853, 1_676_142, 6.40)
    assert (round(558_714 / 3 / 0.05 / 5000), round(1 - 261_900 / 435_000, 2)) == (745, 0.40)
    assert round((558_714 + 3 * 96_448) / 145_000, 2) == 5.85
