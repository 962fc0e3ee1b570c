"""Outlines of areas: read, mended, made simpler so that neighbours stay neighbours, joined."""

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from cdmon.outlines import NotAnOutline, grid, joined, read_outline, simpler
from tests.boundaries import square

SQUARE = square()


def polygon(*rings):
    return json.dumps({"type": "Polygon", "coordinates": list(rings)})


def shape(text):
    return shapely.from_geojson(text)


def test_a_square_is_read_with_its_hole():
    assert read_outline(polygon(SQUARE)).area == pytest.approx(0.1 * 0.1)
    assert read_outline(polygon(SQUARE, square(0.02, 0.02, 0.05))).area == pytest.approx(0.1 * 0.1 - 0.05 * 0.05)


def test_heights_are_left_out():
    assert read_outline(polygon([[*corner, 12.5] for corner in SQUARE])) == read_outline(polygon(SQUARE))


def test_lines_that_cross_themselves_are_mended():
    """A bow tie of two triangles, each of half of half a square."""
    tie = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]
    assert read_outline(polygon(tie)).area == pytest.approx(2 * 0.1 * 0.1 / 4)


WRONG = {
    "outline-not-read": ["", "{", "[]", "{}", "[" * 100_000, polygon(), polygon([]), polygon([["1", "55"]] * 4), polygon([[True, 55]] * 4)],
    "outline-not-an-area": [json.dumps({"type": "Point", "coordinates": [1, 55]}), json.dumps({"type": None, "coordinates": []})],
    "outline-not-closed": [polygon(SQUARE[:4]), polygon([[1, 55], [1.1, 55], [1, 55]])],
    "outline-without-area": [polygon([[1, 55], [1.1, 55], [1.2, 55], [1, 55]])],
    "outline-elsewhere": [polygon([[10**400, 55], *SQUARE[1:]]), '{"type":"Polygon","coordinates":[[[NaN,55]]]}'],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in WRONG.items() for text in texts])
def test_what_is_no_outline_is_told_by_its_kind(code, text):
    with pytest.raises(NotAnOutline) as told:
        read_outline(text)
    assert told.value.code == code


@pytest.mark.parametrize(
    ("corner", "size", "told"),
    [
        ((-1.6, 54.9), 0.1, "degrees"),
        ((424_000, 564_000), 5_000, "metres"),  # Newcastle upon Tyne in both
        ((54.9, -1.6), 0.1, "swapped"),
        ((2.3, 48.8), 0.1, "elsewhere"),  # Paris
        ((-178_000, 7_345_000), 5_000, "elsewhere"),  # Newcastle in metres of web maps
    ],
)
def test_the_grid_is_told_by_the_numbers(corner, size, told):
    x, y = corner
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    assert grid(read_outline(polygon(ring))) == told


def jagged(east):
    """A square whose eastern and western sides have a hundred corners each, all at the same places in each square."""
    up = [[1 + east + (0.00002 if step % 2 else 0), 55 + step / 1000] for step in range(101)]
    return [*up, *[[x + 0.1, y] for x, y in reversed(up)], up[0]]


def test_outlines_are_simpler_and_a_border_stays_shared():
    """Two squares side by side with 200 corners each become ones of a few, with no gap and no overlap between them."""
    left, right = map(shape, simpler([read_outline(polygon(jagged(0))), read_outline(polygon(jagged(0.1)))]))
    assert max(len(each.geoms[0].exterior.coords) for each in (left, right)) < 40
    assert left.intersection(right).area == pytest.approx(0, abs=1e-12)
    assert shapely.union_all([left, right]).geom_type == "Polygon"
    assert left.area == pytest.approx(0.01, rel=0.02)


def test_islands_that_nobody_could_see_are_left_out_but_never_the_whole():
    speck = square(0.5, 0.5, 0.00001)
    both = json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [speck]]})
    assert len(shape(simpler([read_outline(both)])[0]).geoms) == 1
    assert all(shape(text).area > 0 for text in simpler([read_outline(polygon(SQUARE)), read_outline(polygon(square(0.2, 0, 0.001)))]))


def test_no_outlines_are_none():
    assert simpler([]) == []


def test_areas_that_touch_are_joined_to_one_on_a_plane():
    """East of one another they make 0.2 by 0.1 degrees; a degree east is 0.574 (the cosine of 55°) of one north."""
    rings, (x, y) = joined(simpler([read_outline(polygon(square(0))), read_outline(polygon(square(0.1)))]))
    area = shapely.Polygon(rings[0])
    assert len(rings) == 1 and area.area == pytest.approx(0.2 * 0.1 * 0.5736, rel=1e-3)
    assert area.contains(shapely.Point(x, y))


def test_metres_stay_metres():
    ring = [[424_000, 564_000], [425_000, 564_000], [425_000, 565_000], [424_000, 565_000], [424_000, 564_000]]
    rings, middle = joined(simpler([read_outline(polygon(ring))]))
    assert shapely.Polygon(rings[0]).area == 1_000_000 and middle == pytest.approx((424_500, 564_500), abs=20)


@pytest.mark.parametrize("width", [1e-38, 1e-6])  # degrees: of the second, a tenth of a metre
def test_a_sliver_that_is_nothing_to_the_metre_encloses_nothing(width):
    with pytest.raises(NotAnOutline) as found:
        read_outline(polygon([[0.0, 50.0], [0.0, 51.0], [width, 50.0], [0.0, 50.0]]))
    assert found.value.code == "outline-without-area"


def test_a_hole_in_a_point_encloses_nothing():
    with pytest.raises(NotAnOutline) as found:
        read_outline(polygon([[0.0, 50.0]] * 4, [[0.0, 51.0], [0.0, 52.0], [1.0, 50.0], [0.0, 51.0]]))
    assert found.value.code == "outline-without-area"


POSITIONS = st.tuples(st.floats(-8, 1, width=32), st.floats(50, 60, width=32)).map(list)


@given(st.lists(st.lists(POSITIONS, min_size=3, max_size=7), min_size=1, max_size=3))
def test_any_ring_is_an_area_that_can_be_drawn_or_is_told(rings):
    try:
        outline = read_outline(polygon(*([*ring, ring[0]] for ring in rings)))
    except NotAnOutline:
        return  # it encloses nothing
    (text,) = simpler([outline])
    drawn, (x, y) = joined([text])
    assert drawn and all(ring[0] == ring[-1] for ring in drawn) and x == x and y == y
