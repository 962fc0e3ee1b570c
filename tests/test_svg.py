"""A chart as a picture: every figure where it belongs, with its interval, its symbol and the numbers of its axis, and words as words."""

from html import escape

import plotly.graph_objects as go
import pytest
from lxml import etree

from cdmon.charts.style import COMMON, IMPROVEMENT, INK, LINE, TICKS, marker
from cdmon.charts.svg import SHAPES, svg
from tests.hostile import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
FONT = {"size": 13, "color": INK}


def drawn(chart, width=400):
    """The picture as a tree; it must be well-formed, or no browser shows it."""
    return etree.fromstring(svg(chart, width))


def over_time(days, values, half=0.1, notes=(), shapes=()):
    """Figures by day, each with half an interval above and below, on an axis from 0 to 1 of 100 to 0 pixels."""
    bars = {"type": "data", "array": [half] * len(values), "arrayminus": [half] * len(values), "color": INK, "thickness": 1, "width": 5}
    colours = [COMMON] * (len(values) - 1) + [IMPROVEMENT]
    figures = go.Scatter(x=days, y=values, error_y=bars, mode="lines+markers", line={"color": LINE}, marker=marker(colours))
    upright = TICKS | {"range": [0, 1], "tickvals": [0, 1], "ticktext": ["0%", "100%"]}
    layout = {"height": 128, "margin": {"l": 8, "r": 8, "t": 0, "b": 8}, "xaxis": TICKS, "yaxis": upright}
    return go.Figure(figures, layout | {"annotations": list(notes), "shapes": list(shapes)})


def texts(tree):
    return ["".join(each.itertext()) for each in tree.iter(f"{SVG}text")]


def places(tree):
    """Where the markers stand, across and down."""
    return [tuple(float(each) for each in group.get("transform")[10:].partition(")")[0].split()) for group in tree.iter(f"{SVG}g")]


def test_figures_stand_at_their_heights_and_their_days():
    tree = drawn(over_time(["2024-10-01", "2025-10-01", "2027-10-01"], [0, 0.5, 1]))
    (x1, y1), (x2, y2), (x3, y3) = places(tree)
    assert (y1, y2, y3) == (100, 50, 0)
    assert (x2 - x1) / (x3 - x1) == pytest.approx(365 / 1095, abs=0.002)
    assert tree.find(f"{SVG}polyline").get("points") == " ".join(f"{x},{y}" for x, y in places(tree))


def test_an_interval_reaches_from_its_lower_end_to_its_upper_and_where_there_is_none_nothing_is_drawn():
    bars = [each.get("d") for each in drawn(over_time(["2024-10-01"], [0.5])).iter(f"{SVG}path") if "V" in each.get("d", "")]
    (bar,) = [bar for bar in bars if bar.count("h") == 2]
    assert "60.0h" in bar and bar.endswith("60.0V40.0")  # 0.4 to 0.6
    assert not [each for each in drawn(over_time(["2024-10-01"], [0.5], half=float("nan"))).iter(f"{SVG}path") if "V" in each.get("d", "")]


def test_a_figure_is_marked_by_its_symbol_as_well_as_its_colour():
    first, last = drawn(over_time(["2024-10-01", "2025-10-01"], [0.2, 0.4])).iter(f"{SVG}g")
    assert (first.get("fill"), last.get("fill")) == (COMMON, IMPROVEMENT)
    assert [etree.QName(each[0]).localname for each in (first, last)] == ["circle", "path"]
    assert len(set(SHAPES.values())) == 3


def test_the_axis_has_its_numbers_and_the_days_that_have_room():
    days = ["2024-10-01", "2024-10-02", "2025-10-01"]
    assert texts(drawn(over_time(days, [0.2, 0.3, 0.4]))) == ["0%", "100%", "Oct 2024", "Oct 2025"]


def test_a_line_across_is_drawn_at_its_height():
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0.25, "y1": 0.25, "line": {"color": LINE, "width": 1, "dash": "dot"}}
    tree = drawn(over_time(["2024-10-01"], [0.5], shapes=[line]))
    (found,) = (each for each in tree.iter(f"{SVG}path") if each.get("stroke-dasharray"))
    assert [each.split()[1] for each in found.get("d")[1:].split("L")] == ["75.0", "75.0"]


@pytest.mark.parametrize("text", HOSTILE)
def test_words_are_only_ever_words(text):
    note = {"xref": "paper", "x": 0, "xanchor": "left", "y": 1, "yanchor": "top", "text": f"<b>{escape(text)}<br>and</b>", "font": FONT}
    tree = drawn(over_time(["2024-10-01"], [0.5], notes=[note]))
    assert {etree.QName(each).localname for each in tree.iter()} <= {"svg", "path", "text", "polyline", "g", "circle"}
    found = [each for each in tree.iter(f"{SVG}text") if each.get("font-weight") == "700"]
    assert ["".join(each.itertext()) for each in found] == [text, "and"]
