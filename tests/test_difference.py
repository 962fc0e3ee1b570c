"""What changed between two versions of a return: rows that are new, changed, unchanged or gone, and each changed cell."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cdmon.acts.names import SameName, decide_name
from cdmon.returns.blank import blank
from cdmon.returns.check import check
from cdmon.returns.difference import changes, read_changes, say_not_compared
from cdmon.returns.submit import preview, submit
from cdmon.tables.known import Known
from cdmon.web.outcome import outcome
from cdmon.workbooks.cells import Upload
from tests.stored import sent
from tests.workbooks import (
    activities_workbook,
    engagement_workbook,
    groups_workbook,
    instructions,
    programme_workbook,
    sector_workbook,
    survey_workbook,
    table,
    workbook,
    yes_of,
)

USUAL = "Has a contact: yes; Open to residents: yes; Status: active"
AT = datetime(2024, 12, 2, 12)


def send(database, content, hour=12):
    receipt = submit(database, Upload("file.xlsx", content), "a test", AT.replace(hour=hour), tell_effect=False)
    assert receipt.stored, receipt.checked.problems
    return receipt.checked.plans[0].return_id


def groups(*rows):
    return groups_workbook("2024-11", rows)


def found(database, first, second, as_at=None):
    """The difference between two versions of a return that are sent now, one after the other."""
    send(database, first, 12)
    return_id = send(database, second, 13)
    with database.cursor() as cursor:
        return changes(Known(cursor, as_at), return_id)


def test_each_row_is_new_changed_unchanged_or_gone(any_database):
    submit(any_database, Upload("set-up.xlsx", programme_workbook()), "a test", datetime(2024, 5, 2), tell_effect=False)
    difference = found(
        any_database,
        groups({"name": "Choir"}, {"name": "Chess", "volunteers": 30}, {"name": "Lunch club"}),
        groups({"name": "Chess", "volunteers": 40, "hub": "yes"}, {"name": "Choir"}, {"name": "Walkers"}),
    )
    assert difference.counts.values.tolist() == [["Groups", 1, 1, 1, 1]]
    assert sorted(difference.cells.values.tolist()) == [
        ["Groups", "Chess", "changed", "Community hub", "", "yes", False],
        ["Groups", "Chess", "changed", "Volunteers", "30", "40", False],
        ["Groups", "Lunch club", "gone", "", f"Group name: Lunch club; {USUAL}", "", False],
        ["Groups", "Walkers", "new", "", "", f"Group name: Walkers; {USUAL}", False],
    ]
    assert difference.cells["state"].tolist() == ["changed", "changed", "gone", "new"]  # what a person changed comes first
    told = ["Lunch club", "Groups", "gone", "the whole row", f"Group name: Lunch club; {USUAL}", "–"]
    assert told in read_changes(difference.cells).values.tolist()


def test_a_new_row_tells_no_small_number_of_people(programme_store):
    difference = found(programme_store, groups({"volunteers": 30}), groups({"volunteers": 30}, {"name": "Chess", "volunteers": 3}))
    (told,) = difference.cells["after"]
    assert told == f"Group name: Chess; {USUAL}; Volunteers: hidden"


def carried_on(database, october, november):
    """The difference of a register of November from that of October, as the preview tells it."""
    send(database, groups_workbook("2024-10", october), 11)
    (found,) = preview(database, Upload("november.xlsx", groups_workbook("2024-11", november))).differences
    return found


def test_what_the_template_of_a_new_month_changed_by_itself_is_told_apart(programme_store):
    """A register begins with last month's: new groups as active, links left out, closed ones no more there."""
    october = [{"name": "Choir", "status": "new", "links": 3}, {"name": "Chess", "status": "closed"}, {"name": "Walkers", "links": 1}]
    november = [{"name": "Choir"}, {"name": "Walkers", "links": 2}]
    found = carried_on(programme_store, october, november)
    assert found.counts.values.tolist() == [["Groups", 0, 1, 1, 0]]
    assert found.cells[["row", "state", "column", "before", "after", "by_template"]].values.tolist() == [
        ["Walkers", "changed", "Works with", "1", "2", False],
        ["Chess", "left out", "", f"Group name: Chess; {USUAL.replace('active', 'closed')}", "", True],
        ["Choir", "carried over", "Works with", "3", "", True],
        ["Choir", "carried over", "Status", "new", "active", True],
    ]


def test_a_group_that_was_closed_and_is_there_again_is_a_change(programme_store):
    found = carried_on(programme_store, [{"name": "Choir", "status": "closed"}], [{"name": "Choir"}])
    assert found.counts.values.tolist() == [["Groups", 0, 1, 0, 0]]
    assert found.cells[["column", "before", "after", "by_template"]].values.tolist() == [["Status", "closed", "active", False]]


def test_a_register_with_nothing_to_report_goes_on_unchanged(programme_store):
    send(programme_store, groups_workbook("2024-10", [{}] * 10), 11)
    nil = Upload("nil.xlsx", blank(programme_store, "groups", "N01", "2024-11", nil=True))
    assert preview(programme_store, nil).differences[0].counts.values.tolist() == [["Groups", 0, 0, 10, 0]]
    assert outcome(preview(programme_store, nil)).returns["Compared with"].tolist() == ["October 2024, carried on unchanged"]


def test_a_nil_return_in_the_place_of_a_register_brings_back_the_one_before_it(programme_store):
    """October had two groups and November three, of which nil leaves October's two."""
    send(programme_store, groups_workbook("2024-10", [{}, {}]), 11)
    send(programme_store, groups_workbook("2024-11", [{}, {}, {}]), 12)
    nil = Upload("nil.xlsx", blank(programme_store, "groups", "N01", "2024-11", nil=True))
    assert preview(programme_store, nil).differences[0].counts.values.tolist() == [["Groups", 0, 0, 2, 1]]


def test_of_the_first_version_every_row_is_new(programme_store):
    return_id = send(programme_store, groups({}, {}))
    with programme_store.cursor() as cursor:
        assert changes(Known(cursor), return_id).counts.values.tolist() == [["Groups", 2, 0, 0, 0]]


def test_a_return_with_nothing_to_report_leaves_nothing(programme_store):
    send(programme_store, groups({}, {}))
    nothing = sent(programme_store, datetime(2024, 12, 5), rows=0)
    with programme_store.cursor() as cursor:
        assert changes(Known(cursor), nothing).counts.values.tolist() == [["Groups", 0, 0, 0, 2]]
    again = sent(programme_store, datetime(2024, 12, 6), rows=0)
    with programme_store.cursor() as cursor:
        assert changes(Known(cursor), again).counts.empty


def test_another_spelling_of_a_name_is_a_changed_cell_not_a_new_row(programme_store):
    difference = found(programme_store, groups({"name": "St Mary's Choir"}), groups({"name": "ST. MARYS CHOIR"}))
    assert difference.cells.values.tolist() == [
        ["Groups", "ST. MARYS CHOIR", "changed", "Group name", "St Mary's Choir", "ST. MARYS CHOIR", False]
    ]


def test_a_name_that_somebody_said_to_be_the_same_groups_is_a_changed_cell(programme_store):
    send(programme_store, groups_workbook("2024-10", [{"name": "Lunch club"}]), 11)
    difference = found(programme_store, groups({"name": "Lunch club"}), groups({"name": "Friday diners"}))
    assert difference.counts.values.tolist() == [["Groups", 1, 0, 0, 1]]
    decide_name(programme_store, SameName("N01", "Friday diners", "Lunch club"), "Bea", datetime(2024, 12, 10, 12))
    newest = send(programme_store, groups({"name": "Lunch club"}), 14)
    with programme_store.cursor() as cursor:
        assert changes(Known(cursor), newest).cells.values.tolist() == [
            ["Groups", "Lunch club", "changed", "Group name", "Friday diners", "Lunch club", False]
        ]
        assert changes(Known(cursor, date(2024, 12, 9)), newest).counts.values.tolist() == [["Groups", 1, 0, 0, 1]]


def sheet(title, *rows):
    return workbook({"Instructions": instructions("N01", "2024-11"), title: table(rows)})


def risks(**texts):
    """A register of risks: what could happen, by reference."""
    usual = {"likelihood": "low", "impact": "high", "status": "open"}
    return sheet("Risks", *({"reference": reference, "risk": risk, **usual} for reference, risk in texts.items()))


def test_references_that_differ_by_a_point_alone_are_two_risks(programme_store):
    before = risks(**{"1.2": "The hall closes", "12": "Nobody volunteers"})
    after = risks(**{"12": "Nobody volunteers at all", "1.2": "The hall closes"})
    difference = found(programme_store, before, after)
    assert difference.counts.values.tolist() == [["Risks", 0, 1, 1, 0]]
    assert difference.cells[["row", "column", "before", "after"]].values.tolist() == [
        ["12", "Risk", "Nobody volunteers", "Nobody volunteers at all"]
    ]


PAIRS = [  # two writings of the words, whether the days are two, and whether the rows are one
    ("It helped", "It helped!", False, True),
    ("It helped", "It helped", True, False),
    ("Item 1.2", "Item 12", False, False),
    ("2.0 more came", "2 more came", False, True),
    ("★", "☆", False, False),
]


@pytest.mark.parametrize(("one", "other", "two_days", "same"), PAIRS)
def test_what_stands_twice_in_a_return_is_what_is_known_again_in_the_next(programme_store, one, other, two_days, same):
    rows = [
        {"date": date(2024, 11, day), "kind": "testimony", "what": what, "observed_by": "resident"}
        for what, day in ((one, 5), (other, 6 if two_days else 5))
    ]
    with programme_store.cursor() as cursor:
        told = [problem.code for problem in check(Known(cursor), Upload("both.xlsx", sheet("Evidence", *rows))).problems]
    assert told == ["duplicate-evidence"] * same
    difference = found(programme_store, sheet("Evidence", rows[0]), sheet("Evidence", rows[1]))
    assert (difference.counts["new"].sum(), difference.counts["gone"].sum()) == ((0, 0) if same else (1, 1))


def test_an_award_may_be_given_twice_and_other_support_may_not(programme_store):
    usual = {"name": "Start-up", "status": "new", "amount": 250}
    rows = [{"kind": kind, **usual} for kind in ("grant award", "in kind") for _ in range(2)]
    with programme_store.cursor() as cursor:
        (told,) = check(Known(cursor), Upload("support.xlsx", sheet("Support", *rows))).problems
    assert (told.code, told.cell) == ("duplicate-support", "B5")


def test_an_answer_that_changed_is_a_changed_cell(programme_store):
    one, two = (["Choir", {"organisation": "Chess", "s1": answer}] for answer in ("not very successful", "fairly successful"))
    waves = [sector_workbook("2024", date(2024, 11, 25), each) for each in (one, two)]
    difference = found(programme_store, *waves)
    assert difference.counts.values.tolist() == [["Sector round", 0, 0, 1, 0], ["Organisations", 0, 1, 1, 0]]
    with programme_store.cursor() as cursor:
        ((organisation,),) = cursor.execute("SELECT pseudonym(key, 'V2') FROM respondent_keys").fetchall()  # no id is kept
    told = ["Organisations", organisation, "changed", "s1", "not very successful", "fairly successful", False]
    assert difference.cells.values.tolist() == [told]


def test_residents_answers_are_not_compared_for_what_is_the_same_would_tell_them(programme_store):
    waves = [survey_workbook("2024", date(2024, 11, 25), [{"q1": "no", "q2": "yes"}, {"q1": answer}]) for answer in ("no", "yes")]
    difference = found(programme_store, *waves)
    assert difference.counts.values.tolist() == [["Round", 0, 0, 1, 0]]
    assert difference.cells.empty
    assert difference.not_compared == ("Responses",)


def test_no_change_is_told_from_which_a_number_could_be_found_that_stayed_small(programme_store):
    """3, 10, 30 become 3, 12, 30: 45 in all less the 30 that stayed less 12 would be the 3."""
    before, after = ([{"participants": number} for number in numbers] for numbers in ((3, 10, 30), (3, 12, 30)))
    difference = found(programme_store, activities_workbook("2024-11", before), activities_workbook("2024-11", after))
    assert difference.counts.values.tolist() == [["Activities", 0, 0, 3, 0]]
    assert difference.cells.empty
    assert difference.not_compared == ("Activities: Participants",)


@pytest.mark.parametrize("turned", [False, True])
def test_where_either_version_has_a_small_number_in_a_column_the_others_alone_are_compared(programme_store, turned):
    before = [{"participants": 3, "volunteers": 6}, {"participants": 20, "volunteers": 5}, {"participants": 30}]
    after = [{"participants": 9, "volunteers": 7}, {"participants": 25, "volunteers": 5}, {"participants": 30}]
    versions = [after, before] if turned else [before, after]
    difference = found(programme_store, *(activities_workbook("2024-11", rows) for rows in versions))
    steps = ["7", "6"] if turned else ["6", "7"]
    assert difference.cells[["row", "column", "before", "after"]].values.tolist() == [["2024-11-01, Activity 1", "Volunteers", *steps]]
    assert say_not_compared(difference.not_compared) == (
        "Not compared, because there are hidden numbers of people in it: Activities: Participants."
    )


def another(content):
    """A workbook that says the same and is another file: the very same one cannot be sent twice."""
    opened, saved = load_workbook(BytesIO(content)), BytesIO()
    opened.properties.title = "Another"
    opened.save(saved)
    return saved.getvalue()


def told(database, content):
    """All that the preview of a file says, in words."""
    seen = outcome(preview(database, Upload("guess.xlsx", content)))
    assert seen.ok, seen.problems
    return [seen.returns.to_csv(), seen.changes.to_csv(), seen.effect.to_csv(), seen.not_compared]


@pytest.mark.parametrize(
    "guess",
    [
        lambda number: activities_workbook("2024-11", [{"participants": number}]),
        lambda number: activities_workbook("2024-12", [{"participants": number}, {"participants": 44 - number}, {"participants": 30}] * 2),
        lambda number: activities_workbook("2025-01", [{"participants": 40, "volunteers": number}, {"participants": 30, "volunteers": 9}]),
        lambda number: engagement_workbook("2024-11", [{"kind": "listening meeting", "date": date(2024, 11, 5), "residents": number}]),
        lambda number: survey_workbook("2024", date(2024, 11, 25), yes_of(60, number)),
    ],
    ids=["a month's only number", "one of a column", "volunteers", "residents at a meeting", "a share"],
)
def test_the_preview_answers_no_guess_at_a_hidden_number(programme_store, guess):
    """It says the same of 1, 2, 3 and 4, one of which is the number that is hidden."""
    send(programme_store, another(guess(3)))
    first, *others = (told(programme_store, guess(number)) for number in (1, 2, 3, 4))
    assert others == [first] * 3


def test_the_preview_answers_no_guess_at_a_residents_answer(programme_store):
    send(programme_store, survey_workbook("2024", date(2024, 11, 25), [{"q1": "yes", "q2": "no"}, *yes_of(59, 20)]))
    of_one = [[{"respondent": respondent, "q1": answer, "q2": "no"}] for respondent in ("R1", "R99") for answer in ("yes", "no")]
    first, *others = (told(programme_store, survey_workbook("2024", date(2024, 11, 25), answers)) for answers in of_one)
    assert others == [first] * 3


def test_rows_that_are_known_by_the_same_are_told_one_by_one(programme_store):
    one = {"activity": "Lunch", "participants": 10}
    difference = found(
        programme_store,
        activities_workbook("2024-11", [one, {**one, "date": date(2024, 11, 8)}]),
        activities_workbook("2024-11", [one, {**one, "date": date(2024, 11, 8), "participants": 11}]),
    )
    assert difference.counts.values.tolist() == [["Activities", 0, 1, 1, 0]]
    assert difference.cells[["column", "before", "after"]].values.tolist() == [["Participants", "10", "11"]]


def test_what_was_never_sent_has_no_changes(database):
    with database.cursor() as cursor, pytest.raises(KeyError):
        changes(Known(cursor), "none")
