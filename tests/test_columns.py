"""Columns are as wide as their report says, or as their texts ask, and no word is cut or runs into the next column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdmon.reports.blocks import Table
from cdmon.reports.columns import EDGES, LETTERS, shares


def test_widths_that_leave_room_for_every_word_are_kept():
    assert shares(Table("", ("a", "b"), (("short", "words"),), (3, 1))) == [0.75, 0.25]


def test_a_column_too_narrow_for_its_longest_word_is_made_as_wide_and_the_others_share_what_is_left():
    found = shares(Table("", ("Effect", "Neighbourhood", "When"), (("x", "N01", "May"),), (8, 1, 1)))
    narrow = (len("Neighbourhood") + EDGES) / LETTERS  # 16 of 94 letters
    assert found == pytest.approx([(1 - narrow) * 8 / 9, narrow, (1 - narrow) / 9])


def test_where_none_are_said_longer_texts_have_more_room():
    # longest texts of 48 and 3 letters: roots of 49 and 4 are 7 and 2
    found = shares(Table("", ("a", "b"), (("four and " * 5 + "abc", "abc"),)))
    assert found == pytest.approx([7 / 9, 2 / 9])


def test_a_table_of_no_rows_has_its_headings_alone():
    assert shares(Table("", ("abc", "abc"), ())) == [0.5, 0.5]


TEXTS = st.lists(st.text("ab ", max_size=40), min_size=3, max_size=3).map(tuple)


@given(TEXTS, st.lists(TEXTS, max_size=4), st.one_of(st.just(()), st.tuples(*[st.floats(0.1, 9)] * 3)))
def test_the_shares_of_any_table_add_up_and_hold_every_word(headings, rows, widths):
    found = shares(Table("", headings, tuple(rows), widths))
    assert sum(found) == pytest.approx(1)
    for column, share in enumerate(found):
        words = [word for row in (headings, *rows) for word in row[column].split() if len(word) <= 17]
        assert all(len(word) + EDGES <= share * LETTERS + 1e-6 for word in words)
