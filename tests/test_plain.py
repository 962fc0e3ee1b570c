"""No character of a report controls how it is read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmon.reports.plain import plain, with_texts
from tests.reported import SMALL


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("two\nlines", "two lines"),
        ("a\tcell\r\nof two", "a cell of two"),
        ("bell\x07 and \u202eturned", "bell and turned"),
        ("\ufefffirst", "first"),
        ("half \ud800 of one", "half  of one"),
        ("£5 · ½ – é", "£5 · ½ – é"),
        ("नि\u200dष", "नि\u200dष"),
        ("cafe\u0301 1\ufe0f", "café 1"),
    ],
)
def test_a_text_is_read_as_it_stands(written, read):
    assert plain(written) == read


@given(st.text())
def test_nothing_is_left_that_controls_anything_and_every_letter_is_left(text):
    found = plain(text)
    assert not {unicodedata.category(each) for each in found if each not in "\u200c\u200d"} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert [each for each in found if each.isalnum()] == [each for each in unicodedata.normalize("NFC", text) if each.isalnum()]


def test_every_text_of_a_report_is_reached_and_nothing_else():
    found = []
    changed = with_texts(SMALL, lambda text: found.append(text) or text)
    assert changed == SMALL
    assert not [text for text in found if "<svg" in text]
    assert {"Draft", "Period", "17", "Two fell", "−3", "Factor", "Words of the picture", "Health in Riverton"} <= set(found)
