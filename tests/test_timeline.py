"""The picture of the stages: each as wide as it is long, with the day in view and the break clauses, and all of it in words."""

import re
from datetime import date
from urllib.parse import unquote

from lxml import etree
from lxml.html import fragment_fromstring

from cdmon.tables.programme import StageDates
from cdmon.web.timeline import WIDTH, timeline

STAGES = [  # 366 and then 731 days
    StageDates(1, "Choosing", 1, 12, date(2024, 1, 1), date(2024, 12, 31), True, ()),
    StageDates(2, "Pilot & <b>", 13, 36, date(2025, 1, 1), date(2027, 1, 1), False, ()),
]


def drawn(today):
    picture = fragment_fromstring(timeline(STAGES, today))
    return picture.get("alt"), etree.fromstring(unquote(picture.get("src").split(",", 1)[1]))


def test_the_words_say_all_that_the_picture_shows():
    words, _ = drawn(date(2025, 6, 30))
    assert words == (
        "stage 1 from 1 January 2024 to 31 December 2024; stage 2 from 1 January 2025 to 1 January 2027. The day in view is 30 June 2025."
    )


def test_stages_are_as_wide_as_they_are_long_and_one_has_a_break_clause():
    _, picture = drawn(date(2025, 6, 30))
    first, second = (float(each.get("width")) for each in picture.iterfind("{*}rect"))
    assert abs(second / first - 731 / 365) < 0.02
    assert [each.text for each in picture.iterfind("{*}text")] == ["Stage 1", "break clause", "Stage 2", "30 June 2025"]


def test_a_day_outside_of_the_programme_stays_in_the_picture():
    for today in (date(2020, 1, 1), date(2030, 1, 1)):
        _, picture = drawn(today)
        (*_, mark) = (re.search("M([0-9]+)", each.get("d"))[1] for each in picture.iterfind("{*}path"))
        assert 0 < float(mark) < WIDTH


def test_without_stages_there_is_no_picture():
    assert timeline([], date(2025, 6, 30)) == ""
