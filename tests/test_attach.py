"""Files beside milestones: kept as they came, beside what was signed off and nothing else; fetched again unchanged."""

from datetime import date, datetime

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.acts.act import AlreadyDone
from cdmon.acts.attach import LARGEST, attach
from cdmon.refusal import Refusal
from cdmon.tables.attachments import attached_file, attachments, read_attachments
from cdmon.tables.known import Known
from tests.stored import set_up
from tests.test_tables import send_at, signed, signoffs

CODE, SIGNED = "stage_1_recommendations", datetime(2024, 10, 30)
CONTENT = b"%PDF-1.7 \x00 whatever it is"


def ready(database):
    """The programme of tests.stored, whose recommendations for stage 2 were signed off."""
    set_up(database)
    send_at(database, signoffs([signed(CODE, date(2024, 10, 28))]), SIGNED)


def kept(database, **of):
    whole = {"milestone": CODE, "neighbourhood": "", "file_name": "report.pdf", "content": CONTENT, "note": "The report", "by": "Ann"}
    attach(database, **whole | of)


def listed(database, as_at=None):
    with database.cursor() as cursor:
        return attachments(Known(cursor, as_at))


def test_a_file_is_kept_beside_its_milestone_and_comes_back_unchanged(any_database):
    ready(any_database)
    kept(any_database, moment=datetime(2024, 11, 2, 9))
    (row,) = read_attachments(listed(any_database)).to_dict("records")
    assert row == {
        "Milestone": "Recommendations for stage 2 made",
        "Neighbourhood": "Programme",
        "File": "report.pdf (1 kB)",
        "What it shows": "The report",
        "When": "2 November 2024, 09:00",
        "By": "Ann",
    }
    with any_database.cursor() as cursor:
        assert attached_file(cursor, listed(any_database)["act_id"][0]) == CONTENT
    assert listed(any_database, date(2024, 11, 1)).empty


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"content": b""}, "is empty"),
        ({"content": bytes(LARGEST + 1)}, "larger than 15 MB"),
        ({"note": " "}, "what the file shows"),
        ({"milestone": "stage_1_reviews"}, "There is no milestone stage_1_reviews of the programme"),
        ({"neighbourhood": "N01"}, "There is no milestone stage_1_recommendations in N01"),
        ({"milestone": "stage_1_relationships"}, "has not been reached yet. Send its sign-off first"),
    ],
)
def test_what_cannot_be_put_to_a_milestone_is_refused_with_the_reason(copy_of, other, said):
    store = copy_of(ready)
    with pytest.raises(Refusal, match=said):
        kept(store, **other)
    assert listed(store).empty


def test_a_second_click_keeps_nothing_twice(copy_of):
    store = copy_of(ready)
    kept(store, act_id="one")
    with pytest.raises(AlreadyDone):
        kept(store, act_id="one")
    assert len(listed(store)) == 1


@pytest.mark.parametrize("name", ["C:\\minutes\\report.pdf", "../../report.pdf", "\u202ereport.pdf\n"])
def test_only_the_name_of_a_file_is_kept_and_no_path_or_mark_in_it(copy_of, name):
    store = copy_of(ready)
    kept(store, file_name=name)
    assert list(listed(store)["file_name"]) == ["report.pdf"]


def test_the_commands_keep_a_file_and_list_it(copy_of, tmp_path):
    store = copy_of(ready)
    path = tmp_path / "report.pdf"
    path.write_bytes(CONTENT)

    def run(*words):
        return CliRunner().invoke(main, ["--database", store.url, *words])

    assert run("attach", CODE, str(path), "--note", "The report").output == "Kept: report.pdf.\n"
    assert "Recommendations for stage 2 made" in run("attachments").output
    refused = run("attach", "stage_1_relationships", str(path), "--note", "The report")
    assert (refused.exit_code, "has not been reached yet" in refused.output) == (1, True)
