"""The terms of a break clause: by when the commissioner must have said so, in how many days, and what follows if nothing is decided."""

from datetime import date, datetime

import pytest

from cdmon.tables.clauses import clause_of, countdown

START = date(2024, 5, 1)  # month 24 ends on 30 April 2026


def said(today, **told):
    return countdown(clause_of(START, 24, told), today)


def test_unless_the_contract_says_otherwise_the_commissioner_confirms_by_the_last_day():
    assert said(date(2026, 4, 20)) == (
        "the commissioner must confirm that it goes on by 30 April 2026, in 10 days; how many months of notice there are is not set up. "
        "If nothing is decided, the programme ends."
    )


@pytest.mark.parametrize(
    ("months", "by"),
    [(0, date(2026, 4, 30)), (1, date(2026, 3, 31)), (2, date(2026, 2, 28)), (3, date(2026, 1, 31))],
)
def test_notice_is_given_whole_months_before_the_end(months, by):
    assert clause_of(START, 24, {"notice_months": months}).notice_by == by


@pytest.mark.parametrize(
    ("today", "when"),
    [
        (date(2025, 11, 29), "in 63 days"),  # 1 more in November, 31 in December, 31 in January
        (date(2026, 1, 30), "in 1 day"),
        (date(2026, 1, 31), "today"),
        (date(2026, 2, 3), "3 days ago"),
    ],
)
def test_the_days_until_the_notice_are_counted(today, when):
    told = said(today, form="notice to stop", notice_months=3)
    assert told == f"notice must be given to stop it by 31 January 2026, {when}. If nothing is decided, the programme goes on."


def test_what_the_set_up_says_holds():
    clause = clause_of(START, 24, {"cut_off": datetime(2026, 3, 1), "if_undecided": "the programme goes on", "decided_by": "Board"})
    assert (clause.cut_off, clause.if_undecided, clause.decided_by) == (date(2026, 3, 1), "the programme goes on", "Board")
