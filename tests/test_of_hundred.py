"""A picture of so many in 100: bars as long as their shares, intervals where there are any, words that are text."""

from math import nan

from lxml import etree

from cdmon.charts.of_hundred import ACROSS, LEFT, Share, of_hundred

NS = "{http://www.w3.org/2000/svg}"


def drawn(*rows):
    return etree.fromstring(of_hundred(rows))


def test_a_bar_is_as_long_as_its_share_and_its_line_as_its_interval():
    found = drawn(("People who swim", [Share("Then", 0.25, 0.2, 0.3, "#123456", "25 in 100")]))
    (bar,) = [each.get("d") for each in found.iter(f"{NS}path") if each.get("fill") == "#123456"]
    assert f"H{LEFT + ACROSS / 4:.1f}" in bar
    (line,) = [each.get("d") for each in found.iter(f"{NS}path") if each.get("stroke-width") == "2"]
    assert line.startswith(f"M{LEFT + ACROSS * 0.2:.1f} ") and f"H{LEFT + ACROSS * 0.3:.1f}" in line
    assert [each.text for each in found.iter(f"{NS}text")] == ["People who swim", "Then", "25 in 100"]


def test_what_was_counted_in_full_has_no_interval():
    assert "stroke" not in of_hundred([("All", [Share("Now", 0.5, nan, nan, "#123456", "50 in 100")])])


def test_words_are_text_and_rows_stand_below_one_another():
    found = drawn(("<b>a</b>", [Share("Now", 1.0, nan, nan, "#000", "&amp;")]), ("b", []))
    assert [each.text for each in found.iter(f"{NS}text")] == ["<b>a</b>", "Now", "&amp;", "b"]
    tops = [float(each.get("y")) for each in found.iter(f"{NS}text")]
    assert tops == sorted(tops)
    assert float(found.get("height")) > tops[-1]
