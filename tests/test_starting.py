"""What is left to do until a programme's first figures, and how far it is."""

from datetime import date

from cdmon.tables.known import Known
from cdmon.tables.starting import starting
from tests.conftest import send
from tests.workbooks import groups_workbook, programme_workbook, survey_workbook, yes_of


def told(database):
    """Each step that is not done, with how it stands."""
    with database.cursor() as cursor:
        return {step.title.split()[0]: step.state for step in starting(Known(cursor)) if not step.is_done}, [
            step.state for step in starting(Known(cursor))
        ]


def test_each_step_is_done_by_what_is_sent(database):
    assert told(database) == ({"Set": "to do", "Send": "to do", "Accept": "to do"}, ["to do"] * 4)
    send(database, programme_workbook())
    assert told(database)[1] == ["done", "to do", "to do", "nobody has to: what is sent counts at once"]
    send(database, groups_workbook("2024-11", [{}]))
    send(database, survey_workbook("2024", date(2024, 10, 20), yes_of(300, 21)))
    assert told(database) == (
        {},
        ["done", "done: 1 register sent", "done: 1 return sent", "nobody has to: what is sent counts at once"],
    )


def test_where_a_person_accepts_what_waits_is_left_to_do(database):
    send(database, programme_workbook(acceptance="by a person"))
    assert told(database)[1][3] == "nothing waits for a decision"
    send(database, groups_workbook("2024-11", [{}]))
    assert told(database)[0]["Accept"] == "1 return waits for a decision"
