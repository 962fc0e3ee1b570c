"""The colours of the signs: each is readable as text, and no two that mean different things look alike to the colour-blind.

Contrast is that of WCAG 2.2 (relative luminance). What the colour-blind see is worked out with the matrices of Machado, Oliveira and
Fernandes (2009, severity 1.0) on linear RGB, and how far apart two colours look is their distance in CIELAB (CIE 1976; white D65): 2.3 is
just noticeable, and people who look quickly at small signs need several times as much.
"""

from itertools import combinations

import numpy as np
import pytest

from cdmon.charts.style import COMMON, CONCERN, IMPROVEMENT
from cdmon.charts.symbols import COLOURS
from cdmon.tables.sides import BETTER, OPEN, SIDES, SYMBOLS, WORSE

SEEN = {
    "by most people": np.eye(3),
    "without red (protanopia)": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "without green (deuteranopia)": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "without blue (tritanopia)": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])  # IEC 61966-2-1, sRGB
PAPER = {"#ffffff": 7, "#f1f1ef": 4.5}  # the page and the head of a table, with the contrast that is asked for there: AAA, AA


def linear(colour):
    """The light of a colour such as #00508c: red, green and blue, from 0 to 1."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(first, second):
    """The contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((float(TO_XYZ[1] @ linear(each)) for each in (first, second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def distance(first, second, matrix):
    """How far apart two colours look to somebody whose eyes turn light into other light by a matrix."""
    return float(np.linalg.norm(np.subtract(*(lab(np.clip(matrix @ linear(each), 0, 1)) for each in (first, second)))))


def lab(light):
    """The place in CIELAB of some light."""
    x, y, z = (
        np.cbrt(part) if part > (6 / 29) ** 3 else part / (3 * (6 / 29) ** 2) + 4 / 29 for part in TO_XYZ @ light / TO_XYZ.sum(axis=1)
    )
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_the_measures_are_the_published_ones():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)  # the lightest grey that passes AA
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    red, green = "#c00000", "#5a7000"  # a pair that is told apart by most people and hardly without green
    assert distance(red, green, np.eye(3)) > 70
    assert distance(red, green, SEEN["without green (deuteranopia)"]) < 20


@pytest.mark.parametrize("paper", PAPER)
@pytest.mark.parametrize("side", SIDES)
def test_each_colour_can_be_read_as_text(side, paper):
    assert contrast(COLOURS[side], paper) >= PAPER[paper]


@pytest.mark.parametrize("matrix", SEEN.values(), ids=SEEN)
def test_better_and_worse_and_neither_look_different_to_everybody(matrix):
    for first, second in combinations((BETTER, WORSE, OPEN), 2):
        assert distance(COLOURS[first], COLOURS[second], np.array(matrix)) > 20


def test_where_two_share_a_colour_their_symbols_differ():
    assert len(set(SYMBOLS.values())) == len(SIDES)


def test_tables_and_charts_have_the_same_colours():
    assert (COLOURS[BETTER], COLOURS[WORSE], COLOURS[OPEN]) == (IMPROVEMENT, CONCERN, COMMON)
