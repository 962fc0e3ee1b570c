"""The pictures: what is drawn, how it is marked, and that nothing hidden is in them."""

import json
import re
import shutil
from datetime import date
from math import isnan, nan
from urllib.parse import unquote

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from cdmon.charts import factors as charts_factors
from cdmon.charts import indicator as charts
from cdmon.charts import months as charts_xmr
from cdmon.charts.axis import axis
from cdmon.charts.style import COMMON, CONCERN, IMPROVEMENT, SYMBOLS, label, of_verdict
from cdmon.database import open_database
from cdmon.definitions import load
from cdmon.tables.factors import factors, series
from cdmon.tables.known import Known
from cdmon.tables.months import monthly_figures
from cdmon.tables.panels import panels
from cdmon.tables.span import ALWAYS
from cdmon.tables.steps import DatedEvent, dated_events
from cdmon.tables.verdicts import signals
from cdmon.tables.xmr import TRIAL, in_steps, monthly
from cdmon.web import charting
from tests.conftest import copied, send
from tests.hostile import HOSTILE
from tests.test_pages import as_store, opened, sentences
from tests.test_pages import drawn as html_of
from tests.workbooks import activities_workbook, programme_workbook, survey_workbook, yes_of

HELD = load().indicators["activities_held"]
FEWER_IS_BETTER = HELD.model_copy(update={"higher_is_better": False})
SHIFT = [10, 11, 10, 11, 10, 11, 10, 13, 12, 13, 12, 13, 12, 13]  # seven months below the mean of 11.5, then seven above
PLACES = [("N01", "Quayside", 6500), ("N02", "Hill Top", 7000), ("N03", HOSTILE[0], 6800), ("N04", "Fields", 6600)]
HIDDEN = ["0.075", "7.5%", "n = 40"]  # of those asked in Fields at the baseline, 3 were active


def months(values: list[float], events: list[DatedEvent] | None = None) -> pd.DataFrame:
    """A monthly series from November 2024 on, with its limits."""
    days = pd.date_range("2024-11-30", periods=len(values), freq="ME")
    points = pd.DataFrame({"indicator": HELD.code, "period": [f"{day:%Y-%m}" for day in days], "day": days, "value": values})
    return in_steps(points, events or [])


def drawn(points: pd.DataFrame, indicator=HELD) -> dict:
    return json.loads(charts_xmr.xmr_chart(indicator, points).to_json())


# Monthly series


@pytest.mark.parametrize(("indicator", "colours"), [(HELD, [CONCERN, IMPROVEMENT]), (FEWER_IS_BETTER, [IMPROVEMENT, CONCERN])])
def test_a_shift_is_marked_by_colour_and_symbol_whichever_way_is_better(indicator, colours):
    marker = drawn(months(SHIFT), indicator)["data"][0]["marker"]
    expected = [colours[0]] * 7 + [colours[1]] * 7
    assert marker["color"] == expected
    assert marker["symbol"] == [SYMBOLS[colour] for colour in expected]
    assert len(set(SYMBOLS.values())) == 3


def test_what_breaks_no_rule_is_grey():
    assert drawn(months([10, 14, 12, 16]))["data"][0]["marker"]["color"] == [COMMON] * 4


def test_the_rule_stands_in_words_in_the_table_and_in_the_hover():
    found = charts_xmr.read_months(HELD, months(SHIFT))
    assert found["Signal"].iloc[0] == "concern: part of 7 months or more below the mean"
    assert found["Signal"].iloc[-1] == "improvement: part of 7 months or more above the mean"
    assert drawn(months(SHIFT))["data"][0]["text"][0] == "November 2024: 10<br>concern: part of 7 months or more below the mean"
    assert list(charts_xmr.read_months(HELD, months([10, 14, 12, 16]))["Signal"]) == ["none"] * 4


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ([10, 11] * 7, "Activities held"),
        ([10, 11] * 6 + [10], "Activities held"),
        ([10, 11] * 6, "Activities held – trial limits, of 12 months"),
        ([10, 11, 10], "Activities held – trial limits, of 3 months"),
        ([10, 11], "Activities held – no limits yet, 2 months"),
        ([10], "Activities held – no limits yet, 1 month"),
    ],
)
def test_the_title_says_where_limits_are_not_to_be_relied_on_yet(values, title):
    assert charts_xmr.title(HELD, months(values)) == title


RARE = [3, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0]  # the last six months below the mean, the first above any limit


def test_of_what_is_rare_no_month_is_marked_and_the_chart_says_why():
    points = months(RARE)
    layout = drawn(points)
    assert layout["data"][0]["marker"]["color"] == [COMMON] * 14 and layout["layout"].get("shapes", []) == []
    assert charts_xmr.title(HELD, points) == "Activities held – no limits, most months are 0"
    assert set(charts_xmr.read_months(HELD, points)["Signal"]) == {"none"}
    assert charts_xmr.describe_months(HELD, points).endswith(
        "; most months are 0, so no limits; months that break a rule: 0; the last month's signal: none."
    )


@pytest.mark.parametrize(("quiet", "colour"), [(11, COMMON), (12, IMPROVEMENT)])
def test_by_trial_limits_no_month_is_marked(quiet, colour):
    """100 after eleven ordinary months or twelve: limits of twelve months are trial limits, of thirteen they are not."""
    colours = drawn(months([10, 11, *[10] * (quiet - 2), 100]))["data"][0]["marker"]["color"]
    assert colours[-1] == colour
    assert (set(colours) == {COMMON}) == (colour == COMMON)


def test_a_month_of_what_is_neutral_is_told_and_never_better_or_worse():
    neutral = HELD.model_copy(update={"higher_is_better": None})
    chart = charts_xmr.xmr_chart(neutral, months(SHIFT)).to_dict()
    assert set(chart["data"][0]["marker"]["color"]) == {COMMON}
    text = charts_xmr.read_months(neutral, months(SHIFT))
    assert (
        list(text["Signal"])
        == ["change: part of 7 months or more below the mean"] * 7 + ["change: part of 7 months or more above the mean"] * 7
    )
    assert "months that break a rule: 14; the last month's signal: change:" in charts_xmr.describe_months(neutral, months(SHIFT))


def test_a_series_too_short_for_limits_has_no_lines_and_says_so_in_its_table():
    assert drawn(months([10, 11]))["layout"].get("shapes", []) == []
    assert set(charts_xmr.read_months(HELD, months([10, 11]))["Upper limit"]) == {"no limits"}
    assert "so no limits" in charts_xmr.describe_months(HELD, months([10, 11]))


def test_the_mean_and_the_limits_of_each_step_are_drawn_over_its_own_months():
    """10, 14, 12 (12 ± 2.66 × 3), then 1, 9, 2 (4 ± 2.66 × 7.5, not below 0)."""
    layout = drawn(months([10, 14, 12, 1, 9, 2], [DatedEvent(date(2025, 2, 10), "Flood", "", "")]))["layout"]
    lines = [(line["y0"], line["x0"][:7], line["x1"][:7]) for line in layout["shapes"] if line.get("yref") != "paper"]
    first, second = ("2024-11", "2025-01"), ("2025-02", "2025-04")
    expected = [(12, *first), (12 - 7.98, *first), (12 + 7.98, *first), (4, *second), (0, *second), (4 + 19.95, *second)]
    assert [(pytest.approx(height), *span) for height, *span in expected] == lines


@pytest.mark.parametrize("what", ["Centre reopened", *HOSTILE])
def test_an_event_is_marked_by_a_line_and_its_words_which_do_nothing(what):
    points = months([10, 14, 12, 30, 36, 33], [DatedEvent(date(2025, 2, 10), what, "", "")])
    layout = drawn(points)["layout"]
    (line,) = (shape for shape in layout["shapes"] if shape.get("yref") == "paper")
    assert line["x0"] == line["x1"] == "2025-02-10"
    (words,) = (note["text"] for note in layout["annotations"] if note.get("yref") == "paper")
    assert "<" not in words.replace("<br>", "")
    assert list(charts_xmr.read_months(HELD, points)["Step"]) == ["1"] * 3 + [f"2: {what}, 10 February 2025"] + ["2"] * 2


@pytest.mark.parametrize(("day", "anchor"), [(date(2024, 12, 5), "left"), (date(2025, 5, 20), "center"), (date(2025, 12, 2), "right")])
def test_the_words_of_an_event_turn_away_from_an_edge_that_is_near(day, anchor):
    notes = drawn(months(SHIFT, [DatedEvent(day, "Centre closed for repairs", "", "")]))["layout"]["annotations"]
    assert [note["xanchor"] for note in notes if note.get("yref") == "paper"] == [anchor]


@pytest.mark.parametrize(
    ("verdict", "higher_is_better", "expected"),
    [
        ("rose", True, IMPROVEMENT),
        ("fell", True, CONCERN),
        ("rose", False, CONCERN),
        ("fell", False, IMPROVEMENT),
        ("cannot tell", True, COMMON),
        ("rose", None, COMMON),
        ("fell", None, COMMON),
    ],
)
def test_the_latest_figure_is_coloured_by_where_it_should_go(verdict, higher_is_better, expected):
    assert of_verdict(verdict, higher_is_better) == expected


def test_a_long_text_is_broken_and_cut():
    assert label("one two three four", 9) == "one two<br>three…"


# The chart of factors


@pytest.fixture(scope="module")
def made_store(tmp_path_factory):
    """N01 rose, N02 fell, N03 has a baseline only; in N04 the baseline is hidden (3 of 40), and so are its participants of December."""
    path = tmp_path_factory.mktemp("charts") / "store.duckdb"
    database = open_database(str(path))
    send(database, programme_workbook(PLACES))
    waves = {"N01": ((300, 21), (300, 36)), "N02": ((300, 60), (300, 21)), "N03": ((300, 30),), "N04": ((40, 3), (300, 90))}
    for place, counts in waves.items():
        for year, (n, yes) in zip((2024, 2026), counts, strict=False):
            send(database, survey_workbook(str(year), date(year, 10, 1), yes_of(n, yes), neighbourhood=place))
    for month, people in (("2024-11", 12), ("2024-12", 3), ("2025-01", 17)):
        send(database, activities_workbook(month, [{"participants": people}], "N04"))
    database.close()
    return path


@pytest.fixture
def store(made_store, tmp_path, monkeypatch):
    yield from as_store(shutil.copy(made_store, tmp_path / "store.duckdb"), monkeypatch)


def picture(store, neighbourhood: str | None) -> dict:
    with store.cursor() as cursor:
        table = charts_factors.proportions(factors(Known(cursor), neighbourhood))
    return json.loads(charts_factors.factor_chart(table, table).to_json())


def wordings(layout: dict) -> list[str]:
    """The words in a picture: headings and rows, without the numbers of the axis."""
    return [note["text"] for note in layout["annotations"] if note.get("xref") == "paper"]


def panel_layouts(table: pd.DataFrame) -> list[dict]:
    return [json.loads(charts_factors.panel_chart(part, table).to_json())["layout"] for part in charts_factors.thirds(table)]


def side_by_side(store, indicator: str = "residents_active") -> pd.DataFrame:
    with store.cursor() as cursor:
        return panels(Known(cursor), indicator)


@pytest.mark.parametrize(
    ("neighbourhood", "traces"),
    [
        ("N01", ["baseline", "now: better"]),
        ("N02", ["baseline", "now: worse"]),
        ("N03", ["baseline"]),
        ("N04", ["now: cannot tell, or neutral"]),
    ],
)
def test_the_baseline_is_hollow_and_now_filled_by_the_verdict(store, neighbourhood, traces):
    found = picture(store, neighbourhood)["data"]
    assert [trace["name"] for trace in found] == traces
    assert [trace["marker"]["color"] for trace in found if trace["name"] == "baseline"] == ["#ffffff"] * ("baseline" in traces)


def test_figures_stand_with_their_intervals_grouped_by_factor(store):
    """21 of 300 is 7.0% (4.6–10.5), 36 of 300 12.0% (8.8–16.2)."""
    found = picture(store, "N01")
    baseline, now = found["data"]
    for trace, expected in ((baseline, (0.07, 0.046, 0.105)), (now, (0.12, 0.088, 0.162))):
        value, bars = trace["x"][0], trace["error_x"]
        assert (value, value - bars["arrayminus"][0], value + bars["array"][0]) == pytest.approx(expected, abs=0.0005)
    assert wordings(found["layout"])[:2] == ["<b>1. Community activity</b>", "Residents who take part in community<br>groups"]


def test_the_letters_can_be_read_from_the_back_of_a_room_and_lines_fit_a_phone(store):
    for layout in (picture(store, "N01")["layout"], *panel_layouts(side_by_side(store))):
        assert min(part["font"]["size"] for part in (*layout["annotations"], {"font": layout["xaxis"]["tickfont"]})) >= 14
        assert max(len(line) for text in wordings(layout) for line in re.sub("</?b>", "", text).split("<br>")) <= 40
        assert not layout["yaxis"]["showticklabels"]  # the words stand above their figures, not beside them


def test_the_axis_is_numbered_under_every_heading_as_well_as_at_the_bottom(store):
    """The highest interval of N01 ends at 16.2%, so that the axis ends at 20%; six numbers at most are apart by 5%."""
    layout = picture(store, "N01")["layout"]
    headings = [text for text in wordings(layout) if text.startswith("<b>")]
    numbers = [(note["x"], note["text"]) for note in layout["annotations"] if note.get("xref") != "paper"]
    expected = [(0, "0%"), (0.05, "5%"), (0.1, "10%"), (0.15, "15%"), (0.2, "20%")]
    assert numbers == [(pytest.approx(x), text) for x, text in expected] * len(headings)
    assert list(zip(layout["xaxis"]["tickvals"], layout["xaxis"]["ticktext"], strict=True)) == numbers[: len(expected)]
    low, high = layout["xaxis"]["range"]
    assert low < 0 and high > 0.2  # a symbol at an end of the axis is not cut


@pytest.mark.parametrize(
    ("kind", "highest", "numbers"),
    [
        ("proportion", 1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        ("proportion", 0.52, [0, 0.2, 0.4, 0.6]),
        ("proportion", 0.004, [0, 0.01]),
        ("count", 1, [0, 1]),
        ("count", 0, [0, 1]),
        ("count", 335, [0, 100, 200, 300, 400]),
        ("rate", 0.3, [0, 0.1, 0.2, 0.3]),
        ("count", 0.5, [0, 0.1, 0.2, 0.3, 0.4, 0.5]),  # half a post
        ("count", 2.5, [0, 0.5, 1, 1.5, 2, 2.5]),
        ("count", 12.5, [0, 5, 10, 15]),
        ("rating", 3, [1, 2, 3, 4]),  # from the lowest level to the highest, whatever was rated
    ],
)
def test_the_numbers_of_an_axis_are_round(kind, highest, numbers):
    assert axis(kind, [0.0, highest, nan]).ticks == pytest.approx(numbers)


@pytest.mark.parametrize(
    ("kind", "highest", "labels"),
    [
        ("proportion", 0.07, ["0%", "2%", "4%", "6%", "8%"]),
        ("count", 4000, ["0", "1,000", "2,000", "3,000", "4,000"]),
        ("count", 1, ["0", "1"]),
        ("count", 1.5, ["0.0", "0.5", "1.0", "1.5"]),
        ("rate", 0.2, ["0.0", "0.1", "0.2"]),
        ("rate", 12, ["0", "5", "10", "15"]),
    ],
)
def test_the_numbers_of_an_axis_are_written_with_as_many_decimals_as_tell_them_apart(kind, highest, labels):
    assert axis(kind, [highest]).labels == labels


def test_an_axis_reaches_as_far_as_limits_and_intervals_whose_parts_make_no_decimals():
    assert axis("count", [1, 2], [nan, 3.4]) == ([0, 1, 2, 3, 4], ["0", "1", "2", "3", "4"])


@given(
    st.sampled_from(["proportion", "count", "rate"]),
    st.lists(st.floats(0, 1e6).map(lambda value: round(value, 4)), min_size=1, max_size=4),
)
def test_no_two_numbers_of_an_axis_are_written_alike_and_nothing_lies_beyond_it(kind, values):
    made = axis(kind, values)
    assert len(set(made.labels)) == len(made.ticks) <= 6
    assert made.ticks[0] <= min(values) and max(values) <= made.ticks[-1] * (1 + 1e-6)


def test_each_factor_is_a_picture_of_its_own_in_the_order_of_the_rows():
    found = charts_factors.by_factor(pd.DataFrame({"factor": [2, 1, 1, 6], "row": ["a", "b", "c", "d"]}))
    assert [list(part["row"]) for part in found] == [["a"], ["b", "c"], ["d"]]


@pytest.mark.parametrize(("count", "parts"), [(1, [1]), (2, [1, 1]), (4, [2, 2]), (5, [2, 2, 1]), (30, [10, 10, 10])])
def test_neighbourhoods_stand_in_three_columns_at_most_in_their_order(count, parts):
    found = charts_factors.thirds(pd.DataFrame({"place": range(count)}))
    assert [len(part) for part in found] == parts
    assert [place for part in found for place in part["place"]] == list(range(count))


def test_the_key_says_in_words_what_each_symbol_means():
    assert re.sub("<[^>]*>", "", charts_factors.key()).split(" now: ") == ["baseline", "better", "worse", "cannot tell, or neutral"]


def test_panels_are_ordered_by_name_or_by_population_never_by_a_figure(store):
    table = side_by_side(store)
    assert list(charting.ORDERS) == ["name", "population"]
    assert list(charting.in_order(table, "name")["neighbourhood"]) == ["N03", "N04", "N02", "N01"]
    assert list(charting.in_order(table, "population")["neighbourhood"]) == ["N02", "N03", "N04", "N01"]


def test_all_panels_have_the_same_axis_and_names_do_nothing(store):
    layouts = panel_layouts(side_by_side(store))
    ranges = [layout["xaxis"]["range"] for layout in layouts]
    assert len(ranges) == 2 and ranges == ranges[:1] * 2
    titles = [text for layout in layouts for text in wordings(layout)]
    assert titles[-1] == "N01 Quayside" and not any("<" in title.replace("<br>", "") for title in titles)


def test_panels_as_people_read_them(store):
    rows = charting.read_panels(side_by_side(store)).set_index("Neighbourhood")
    assert rows.loc["N02 Hill Top"].tolist() == [
        "7,000", "20.0% (15.9–24.9), n = 300, 2024", "7.0% (4.6–10.5), n = 300, 2026", "−13.0 percentage points (−18.4 to −7.6)", "fell",
    ]  # fmt: skip


# Every chart of the example


@pytest.fixture(scope="module")
def example_charts(example_store, tmp_path_factory):
    """Each chart over time: its neighbourhood and indicator, its layout, and all that must lie within it."""
    found = []
    with copied(example_store, tmp_path_factory.mktemp("charts")) as database, database.cursor() as cursor:
        known = Known(cursor)
        for place in known.neighbourhoods["code"]:
            table = factors(known, place).set_index("indicator")
            by_month = dict(iter(monthly(known, place).groupby("indicator")))
            for code, points in series(known, place).dropna(subset="value").groupby("indicator"):
                indicator = load().indicators[code]
                if code in by_month:
                    points = by_month[code]
                    chart, ends = charts_xmr.xmr_chart(indicator, points), ("value", "lower", "mean", "upper")
                else:
                    text, row = charts.read_points(indicator, points), table.loc[code]
                    chart, ends = (
                        charts.over_time(indicator, points, text, row["baseline"].value if row["baseline"] else nan, row["verdict"]),
                        ("value", "low", "high"),
                    )
                found.append((f"{place} {code}", chart.layout, points[list(ends)].stack().dropna()))
    return found


def test_no_chart_of_the_example_writes_two_numbers_of_its_axis_alike(example_charts):
    assert len(example_charts) > 170
    assert [which for which, layout, _ in example_charts if len(set(layout.yaxis.ticktext)) < len(layout.yaxis.tickvals)] == []


def test_the_highest_number_of_an_axis_has_room_above_it():
    """Plotly leaves out a number that does not fit above the chart: half a line of 13 pixels, and a little."""
    points = months([10, 14, 12, 16])
    assert drawn(points)["layout"]["margin"]["t"] >= 13


def test_every_figure_interval_and_limit_of_the_example_lies_within_its_axis(example_charts):
    beyond = [
        which
        for which, layout, values in example_charts
        if not (layout.yaxis.range[0] <= values.min() and values.max() <= layout.yaxis.range[1] * (1 + 1e-6))
    ]
    assert beyond == []


def test_the_axis_of_a_rating_goes_from_the_lowest_level_to_the_highest(example_charts):
    ratings = [layout.yaxis for which, layout, _ in example_charts if which.endswith("_rated")]
    assert len(ratings) > 10
    assert {(axis.range, axis.ticktext) for axis in ratings} == {((1, 4), ("1", "2", "3", "4"))}


def test_the_chart_of_months_and_the_table_agree_on_the_last_month_throughout_the_example(example_database):
    """Of the rare series the chart marks no month, and the table says that it cannot tell."""
    with example_database.cursor() as cursor:
        known = Known(cursor)
        told = signals(monthly_figures(known, None, load().monthly, ALWAYS).lines(), dated_events(known))
        tables = {place: monthly(known, place) for place in known.neighbourhoods["code"]}
    last = {(place, code): points.iloc[-1] for place, table in tables.items() for code, points in table.groupby("indicator")}
    marked = {key: month["direction"] for key, month in last.items()}
    assert len(marked) == 132
    assert {key: direction for key, direction in marked.items() if direction != told[key].direction} == {}
    rare = [key for key, month in last.items() if month["months"] >= TRIAL and isnan(month["mean"])]
    assert len(rare) == 35 and {marked[key] for key in rare} == {0} and all(told[key].is_rare for key in rare)


# The pages


def over_time(place, explore="true"):
    """The page of a neighbourhood with its first factor and what is drawn over time opened."""
    app = opened("neighbourhood", neighbourhood=place, factor="1. Community activity", explore=explore)
    app.session_state["over-time"] = True
    return app.run()


def charts_of(app) -> list:
    return app.get("plotly_chart")


def test_no_hidden_figure_is_in_a_chart_its_hover_its_words_or_its_limits(store):
    app = opened("chart", neighbourhood="N04", explore="true")
    texts = [chart.proto.spec + chart.proto.alt for chart in charts_of(app)]
    assert len(texts) == 3 and "30.0%" in texts[0]  # the later wave is there
    app = over_time("N04")
    (participants,) = (chart.proto for chart in charts_of(app) if chart.proto.alt.startswith("Attendances at activities"))
    assert "2024-12" not in participants.spec and "December" not in participants.spec + participants.alt
    spec = json.loads(participants.spec)
    assert spec["data"][0]["text"] == ["November 2024: 12", "January 2025: 17"]
    assert spec["layout"].get("shapes", []) == []
    for text in [*texts, *(chart.proto.spec + chart.proto.alt for chart in charts_of(app))]:
        assert not [hidden for hidden in HIDDEN if hidden in text]
        assert "bdata" not in text  # numbers packed so that no text of them would be found


def test_charts_over_time_stand_in_the_order_of_the_factor_table_also_where_they_stand_below_one_another(store):
    charts = [chart.proto.alt.split(":")[0].split(" –")[0] for chart in charts_of(over_time("N04"))]
    assert charts == ["Residents who take part in community groups", "Activities held", "Attendances at activities"]


def test_the_page_says_that_the_order_is_no_ranking_and_names_what_is_hidden(store):
    app = opened("chart", neighbourhood="N04", order="by population", explore="true")
    assert not app.exception
    assert "The neighbourhoods stand by population. **The order is no ranking:**" in sentences(app)
    assert "Hidden (too few people): Residents who take part in community groups" in sentences(app)
    assert [chart.proto.alt.split(":")[0] for chart in charts_of(app)] == [
        "N04 Fields, factor 1", *["Residents who take part in community groups in 2 neighbourhoods, at the baseline and now"] * 2,
    ]  # fmt: skip


def test_one_factor_can_be_chosen(store):
    app = opened("chart", neighbourhood="N01", chart_factor="1. Community activity", explore="true")
    spec = json.loads(charts_of(app)[0].proto.spec)
    assert [text for text in wordings(spec["layout"]) if text.startswith("<b>")] == ["<b>1. Community activity</b>"]


def test_the_programme_has_a_picture_of_its_own_and_an_indicator_without_figures_none(store):
    app = opened("chart", chart_indicator="Residents who give help", explore="true")
    assert [chart.proto.alt.split(":")[0] for chart in charts_of(app)] == ["All neighbourhoods together, factor 1"]
    assert "No figures to draw yet." in sentences(app)


@pytest.mark.parametrize(("page", "address"), [("chart", {}), ("neighbourhood", {"factor": "1. Community activity"})])
def test_a_chart_is_a_picture_with_its_words_and_its_table_until_somebody_explores_it(store, page, address):
    found = {}
    for explore in ("", "true"):
        app = opened(page, neighbourhood="N04", **address, **({"explore": explore} if explore else {}))
        app.session_state["over-time"] = True
        app.run()
        assert not app.exception
        images = [image for part in html_of(app) for image in part.iterfind(".//img[@class='cd-picture']")]
        found[explore] = ([image.get("alt") for image in images], [chart.proto.alt for chart in charts_of(app)])
        folded = [each for part in html_of(app) for each in part.iter("details")]
        assert folded and all(each.findtext("summary") and each.find(".//table/caption") is not None for each in folded)
    words, nothing = found[""]
    assert words and not nothing
    assert found["true"] == ([], words)


def test_no_hidden_figure_is_in_a_picture_its_words_or_its_table(store):
    """In Fields the 3 who came in December are hidden, between the 12 and the 17."""
    app = over_time("N04", explore="false")
    sections = [each for part in html_of(app) for each in part.iter("section")]
    (participants,) = (each for each in sections if each.findtext("h3").startswith("Attendances at activities"))
    said = [participants.find("img").get("alt"), participants.text_content()]
    assert not [text for text in said if "December" in text]
    drawing = fragment_fromstring(unquote(participants.find("img").get("src").partition(",")[2]))
    assert len(drawing.find(".//polyline").get("points").split()) == len(drawing.findall("g")) == 2
