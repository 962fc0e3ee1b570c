"""HTML of our own: texts are escaped once and in one place, tables are real ones, pictures have words, and no sign stands alone."""

from html.parser import HTMLParser
from urllib.parse import unquote

import pandas as pd
import pytest
from lxml.html import fragment_fromstring

from cdmon.charts.sparkline import HEIGHT, WIDTH, scale, sparkline
from cdmon.charts.symbols import COLOURS, WORDS, counts_mark, verdict_mark
from cdmon.tables.sides import ABSENT, BETTER, OPEN, SIDES, SYMBOLS, WORSE
from cdmon.web.html_table import NAMED, html_names, html_table
from tests.hostile import HOSTILE

TABLE = html_table("A caption", ["Place", "Figure"], [["Quayside", "7%"], ["Hill Top", "12%"]], "cd-some")


def test_a_table_has_a_caption_and_headings_of_columns_and_rows():
    (table,) = fragment_fromstring(TABLE)
    assert table.findtext("caption") == "A caption"
    assert [(each.text, each.get("scope")) for each in table.iterfind("thead//th")] == [("Place", "col"), ("Figure", "col")]
    assert [(each.text, each.get("scope")) for each in table.iterfind("tbody//th")] == [("Quayside", "row"), ("Hill Top", "row")]
    assert [(each.text, each.get("data-label")) for each in table.iter("td")] == [("7%", "Figure"), ("12%", "Figure")]


def test_names_below_a_table_are_counted_where_there_are_too_many():
    names = [f"N{number:03}" for number in range(NAMED + 1_000)]
    assert html_names("Not begun", names[:3]) == "<p><em>Not begun:</em> N000; N001; N002.</p>"
    assert html_names("Not begun", names).endswith(f"; {names[NAMED - 1]} and 1,000 more.</p>")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_only_ever_text(text):
    (table,) = fragment_fromstring(html_table(text, [text, text], [[text, text]]))
    assert {each.tag for each in table.iter()} == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert " ".join(table.findtext("caption").split()) == " ".join(text.split())


def test_a_row_of_another_length_is_our_mistake():
    with pytest.raises(ValueError, match="zip"):
        html_table("", ["One", "Two"], [["only one"]])


@pytest.mark.parametrize(
    ("cells", "stands"),
    [
        (["1,234", "–", ""], "right"),
        (["+5.0", "−0.3%", "£12,000"], "right"),
        (["12", "not collected"], "left"),
        (["12 days", "3 days"], "left"),
        (["7.0% (4.6–10.5)"], "left"),
        (["–", ""], "left"),
    ],
)
def test_a_column_of_bare_figures_stands_at_the_right(cells, stands):
    (table,) = fragment_fromstring(html_table("", ["Place", "Figure"], [["Quayside", cell] for cell in cells]))
    found = [*table.iterfind("thead//th"), *table.iter("td")][1:]
    assert {each.get("class") for each in found} == {"cd-right" if stands == "right" else None}
    assert table.find("thead//th").get("class") is None


def test_a_narrow_window_shows_cards_but_of_two_columns_and_of_what_is_to_stay_a_table():
    row = ["Quayside", "7%", "12%"]
    classes = [
        fragment_fromstring(html_table("", headings, [row[: len(headings)]], kind))[0].get("class").split()
        for headings, kind in ((["a", "b", "c"], ""), (["a", "b"], ""), (["a", "b", "c"], "cd-wide"))
    ]
    assert ["cd-cards" in each for each in classes] == [True, False, False]


def test_what_scrolls_is_reached_by_keyboard():
    assert fragment_fromstring(html_table("", ["a", "b"], [["c", "d"]], "cd-wide")).get("tabindex") == "0"
    assert fragment_fromstring(html_table("", ["a", "b"], [["c", "d"]])).get("tabindex") is None


def points(*values, low=float("nan"), high=float("nan")):
    days = pd.to_datetime([f"{2024 + number}-10-01" for number in range(len(values))])
    return pd.DataFrame({"day": days, "value": values, "low": low, "high": high})


def picture(markup):
    image = fragment_fromstring(markup)
    return image, fragment_fromstring(unquote(image.get("src").removeprefix("data:image/svg+xml,")))


def test_a_picture_has_words_and_as_many_points_as_figures():
    image, drawing = picture(sparkline(points(0.07, 0.09, 0.12), BETTER, "Three figures, rose"))
    assert image.get("alt") == "Three figures, rose"
    assert len(drawing.find(".//polyline").get("points").split()) == 3


def test_all_of_a_picture_lies_within_it():
    _, drawing = picture(sparkline(points(0.1, 0.9, low=0.05, high=0.95), WORSE, ""))
    places = [float(each) for pair in drawing.find(".//polyline").get("points").split() for each in pair.split(",")]
    assert all(0 <= across <= WIDTH for across in places[::2]) and all(0 <= down <= HEIGHT for down in places[1::2])
    assert places[1] > places[3]  # more stands higher


def test_of_no_figure_there_is_no_picture_and_figures_that_are_one_stand_in_the_middle():
    assert sparkline(points(float("nan")), OPEN, "") == ""
    assert scale([3, 3], 0, 10)(3) == 5


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_side_has_a_symbol_of_its_own_words_and_a_colour_of_seven_to_one():
    assert set(SYMBOLS) == set(WORDS) == set(COLOURS) == set(SIDES) and len(set(SYMBOLS.values())) == 4
    assert all(1.05 / (luminance(colour) + 0.05) >= 7 for colour in COLOURS.values())


def test_a_verdict_stands_beside_its_symbol_which_nobody_hears():
    mark = fragment_fromstring(verdict_mark("fell", True))
    assert mark.text_content() == "■ fell"
    assert mark.find("span").get("aria-hidden") == "true"


class Heard(HTMLParser):
    """What somebody hears who does not see the page."""

    def __init__(self):
        super().__init__()
        self.silent, self.words = False, []

    def handle_starttag(self, tag, attributes):
        self.silent = ("aria-hidden", "true") in attributes

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, text):
        if not self.silent:
            self.words.append(text)


def test_counts_are_heard_with_their_words_worse_first():
    heard = Heard()
    heard.feed(counts_mark([OPEN, WORSE, OPEN, ABSENT]))
    assert " ".join("".join(heard.words).split()) == "1 worse 2 no change to tell 1 nothing to compare"
