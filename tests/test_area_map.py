"""One factor on a map or on tiles: a sign in each area, words for those who do not see it, and no text that is markup."""

from urllib.parse import unquote

import pandas as pd
import pytest
from lxml.html import fragment_fromstring

from cdmon.charts.symbols import COLOURS
from cdmon.tables.matrix import Headline
from cdmon.tables.sides import SIDES
from cdmon.web.area_map import HIGHEST, TINTS, WIDTH, area_map, tiles
from tests.hostile import HOSTILE
from tests.test_html_table import luminance

SQUARE = [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
SHAPES = pd.DataFrame(
    {"neighbourhood": ["N01", "N02"], "rings": [[SQUARE], [[(x + 2, y) for x, y in SQUARE]]], "x": [1.0, 3.0], "y": [0.5, 0.5]}
)


def place(code, name, verdict, side):
    return {"neighbourhood": code, "name": name, "headlines": {1: Headline("Takes part", verdict, side)}, "begun": True}


def table(*names):
    """The matrix of up to two places, better in the first and worse in the second; the whole programme stands above them."""
    rows = [place("N01", names[0], "rose", "better"), *(place("N02", name, "fell", "worse") for name in names[1:])]
    return pd.DataFrame([place(None, "All together", "rose", "better"), *rows], dtype=object)


def picture(markup):
    image = fragment_fromstring(markup)
    return image.get("alt"), fragment_fromstring(unquote(image.get("src").removeprefix("data:image/svg+xml,")))


def test_each_area_has_its_symbol_and_code_on_the_tint_of_its_side():
    _, drawn = picture(area_map(table("Quayside", "Hill Top"), SHAPES, 1))
    assert [each.text for each in drawn.iter("text")] == ["◆ N01", "■ N02"]
    assert [each.get("fill") for each in drawn.iter("path")] == [TINTS["better"], TINTS["worse"]]


def test_the_map_says_in_words_what_it_shows():
    alt, _ = picture(area_map(table("Quayside", "Hill Top"), SHAPES, 1))
    assert alt == (
        "Map of the neighbourhoods. Takes part: better in 1 (N01 Quayside); worse in 1 (N02 Hill Top). The table above says it of each."
    )


def test_a_map_on_which_nothing_has_been_sent_says_so():
    alt, _ = picture(area_map(table("Quayside", "Hill Top").assign(begun=False), SHAPES, 1))
    assert alt == "Map of the neighbourhoods. Nothing has been sent yet. The table above says it of each."


def test_the_map_is_as_wide_as_there_is_room_and_north_is_up():
    """Two areas of 2 by 1 beside one another: four by one, so that the width decides."""
    _, drawn = picture(area_map(table("Quayside", "Hill Top"), SHAPES, 1))
    width, height = (float(drawn.get(end)) for end in ("width", "height"))
    assert width == WIDTH and height == pytest.approx(WIDTH / 4, abs=8) and height < HIGHEST
    first = drawn.find(".//path").get("d").removeprefix("M").removesuffix("Z").split("L")
    places = [tuple(map(float, corner.split())) for corner in first]
    assert places[0][1] > places[2][1]  # the southern corner stands lower


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_only_ever_text(text):
    image = fragment_fromstring(area_map(table(text, text), SHAPES, 1))
    assert image.tag == "img" and not len(image)
    listed = fragment_fromstring(tiles(table(text), 1))
    assert {each.tag for each in listed.iter()} == {"ul", "li", "a", "span"}


def test_without_boundaries_each_place_has_a_tile_with_a_link_and_the_verdict_in_words():
    listed = fragment_fromstring(tiles(table("Quayside", "Hill Top"), 1))
    assert [each.text_content() for each in listed] == ["N01 Quayside◆ rose", "N02 Hill Top■ fell"]
    assert listed.find(".//a").get("href") == "neighbourhood?neighbourhood=N01%20Quayside"


def test_every_tint_leaves_the_text_on_it_readable():
    """WCAG 2.2 AA asks for 4.5 : 1; links on tiles are of the same blue as everywhere."""
    for side in SIDES:
        for colour in (COLOURS[side], "#0b5394"):
            assert (luminance(TINTS[side]) + 0.05) / (luminance(colour) + 0.05) >= 4.5
