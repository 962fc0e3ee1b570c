"""A large file is read apart from the server's process: to the same result, bounded in time and memory, and ended when nobody waits."""

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pandas.testing import assert_frame_equal

from cdmon.database import Cursor, Database
from cdmon.refusal import Refusal
from cdmon.returns import apart
from cdmon.returns.ahead import read_ahead, reading_of
from cdmon.returns.apart import is_large, made, restored
from cdmon.returns.check import Checked, check
from cdmon.returns.foreign import is_foreign, may_be_foreign
from cdmon.returns.reading import without_cells
from cdmon.returns.setting import setting
from cdmon.returns.submit import preview, submit
from cdmon.tables.known import Known
from cdmon.workbooks.cells import UnreadableFile, Upload
from cdmon.workbooks.marked import marked
from tests.files import packed
from tests.workbooks import workbook

HEADINGS = "neighbourhood,month,name,contact,open to residents,status"
GOOD = f"{HEADINGS}\nN01,2024-11,Choir,yes,yes,new\nN02,2024-11,Café,yes,no,new\n".encode()
BAD = f"{HEADINGS}\nN01,2024-11,Choir,perhaps,yes,new\nN09,2024-11,,yes,yes,new\nN01,2024-13,Choir,yes,yes,new\n".encode()
NIL = {"Instructions": [["Neighbourhood", "N01"], ["Month", "2024-11"], ["Nothing to report: Groups", "x"]]}
UPLOADS = [
    pytest.param("good.csv", GOOD, id="good"),
    pytest.param("bad.csv", BAD, id="bad"),
    pytest.param("twice.csv", GOOD + b"N01,2024-11,Choir,yes,yes,new\n", id="a rule across rows"),
    pytest.param("nil.xlsx", workbook(NIL), id="nil"),
    pytest.param("other.csv", b"a,b\n1,2\n", id="of another kind"),
    pytest.param("torn.xlsx", workbook({"Groups": [["Name"]]})[:-200], id="damaged"),
]


def told(checked: Checked) -> tuple[object, ...]:
    plans = [(plan.dataset, plan.neighbourhood, plan.period, plan.rows, plan.replaced) for plan in checked.plans]
    return checked.problems, plans, [(like.name, like.like) for like in checked.likenesses], checked.programme


@pytest.fixture
def cursor(programme_store: Database) -> Cursor:
    with programme_store.cursor() as cursor:
        yield cursor


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    apart.forget()


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LARGE", 1)


@pytest.mark.parametrize(("name", "content"), UPLOADS)
def test_it_is_found_the_same(monkeypatch: pytest.MonkeyPatch, cursor: Cursor, name: str, content: bytes):
    here = check(Known(cursor), Upload(name, content))
    monkeypatch.setattr(apart, "LARGE", 1)
    there = check(Known(cursor), Upload(name, content))
    assert told(there) == told(here)
    for ours, theirs in zip(here.sheets, there.sheets, strict=True):
        assert_frame_equal(ours.frame.drop(columns="return_id", errors="ignore"), theirs.frame.drop(columns="return_id", errors="ignore"))


@pytest.mark.usefixtures("all_large")
def test_it_is_previewed_and_stored_as_any_other(programme_store: Database):
    upload = Upload("groups.csv", GOOD)
    assert [plan.neighbourhood for plan in preview(programme_store, upload).checked.plans] == ["N01", "N02"]
    assert submit(programme_store, upload, "Ann").stored
    with programme_store.cursor() as cursor:
        assert cursor.execute("SELECT name FROM groups ORDER BY name").fetchall() == [("Café",), ("Choir",)]


def test_large_is_what_is_large_or_unpacks_to_much():
    assert not is_large(Upload("groups.csv", GOOD))
    assert not is_large(Upload("groups.xlsx", packed(1)))
    assert is_large(Upload("groups.xlsx", packed(11)))
    assert is_large(Upload("groups.csv", GOOD + b"\n" * apart.LARGE))
    assert not is_large(Upload("torn.xlsx", b"PK\x03\x04"))


def child(tmp_path: Path, does: str) -> Path:
    """A child that does something else."""
    path = tmp_path / "child.py"
    path.write_text(f"import os, resource, signal, sys, time\n{does}\n")
    return path


DIES = ["os.kill(os.getpid(), signal.SIGKILL)", "sys.exit(1)", "raise MemoryError", "sys.stdout.write('half'); sys.exit(9)", "pass"]


@pytest.mark.usefixtures("all_large")
@pytest.mark.parametrize("does", DIES)
def test_a_child_that_dies_is_told_of_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, programme_store: Database, does: str):
    monkeypatch.setattr(apart, "CHILD", child(tmp_path, does))
    receipt = submit(programme_store, Upload("groups.csv", GOOD), "Ann")
    (problem,) = receipt.checked.problems
    assert not receipt.stored and (problem.code, problem.severity, problem.value) == ("file-check-ended", "error", "groups.csv")
    assert problem.message.startswith("Checking groups.csv took longer than a few minutes, or more memory than there is for one file,")


SLEEPS = "open({!r}, 'w').write(str(os.getpid())); time.sleep(3600)"


def is_running(path: Path) -> bool:
    try:
        os.kill(int(path.read_text()), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.usefixtures("all_large")
def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, programme_store: Database):
    running = tmp_path / "pid"
    monkeypatch.setattr(apart, "CHILD", child(tmp_path, SLEEPS.format(str(running))))

    def wait() -> None:  # until the child is at work, then until its time is over
        if running.exists() and running.read_text():
            monkeypatch.setattr(apart, "monotonic", lambda: float("inf"))

    receipt = preview(programme_store, Upload("groups.csv", GOOD), wait=wait)
    assert [problem.code for problem in receipt.checked.problems] == ["file-check-ended"]
    assert not is_running(running)


class Left(Exception):  # noqa: N818
    """The person has gone elsewhere."""


@pytest.mark.usefixtures("all_large")
def test_who_no_longer_waits_ends_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, programme_store: Database):
    running = tmp_path / "pid"
    monkeypatch.setattr(apart, "CHILD", child(tmp_path, SLEEPS.format(str(running))))

    def wait() -> None:
        if running.exists() and running.read_text():
            raise Left

    with pytest.raises(Left):
        submit(programme_store, Upload("groups.csv", GOOD), "Ann", wait=wait)
    assert not is_running(running)
    running.unlink()
    with pytest.raises(Left), programme_store.cursor() as cursor:
        is_foreign(Known(cursor), Upload("groups.csv", GOOD), wait)
    assert not is_running(running)


@pytest.mark.usefixtures("all_large")
def test_files_beyond_those_being_read_wait_their_turn(monkeypatch: pytest.MonkeyPatch, programme_store: Database):
    waited = []

    def wait() -> None:
        if not waited:  # somebody else's file has been read
            turns.release()
        waited.append(True)

    turns = apart.BoundedSemaphore(1)
    turns.acquire()
    monkeypatch.setattr(apart, "_turns", turns)
    assert preview(programme_store, Upload("groups.csv", GOOD), wait=wait).checked.ok
    assert waited


@pytest.mark.usefixtures("all_large")
def test_it_is_read_anew_when_the_programme_was_set_up_otherwise_meanwhile(programme_store: Database):
    upload = Upload("bad.csv", BAD)
    ahead = read_ahead(programme_store, upload)
    assert ahead is not None
    other = replace(ahead.setting, names={"N09": "Elmsworth"})
    unknown = [problem.value for problem in restored(ahead.pickled).problems.told() if problem.code == "cell-unknown-neighbourhood"]
    assert unknown == ["N09"]
    anew = reading_of(upload, other, ahead).problems.told()
    assert {problem.value for problem in anew if problem.code == "cell-unknown-neighbourhood"} == {"N01"}


@pytest.mark.usefixtures("all_large")
def test_the_same_setting_is_known_as_the_same(monkeypatch: pytest.MonkeyPatch, programme_store: Database):
    upload = Upload("groups.csv", GOOD)
    ahead = read_ahead(programme_store, upload)
    apart.forget()
    monkeypatch.setattr(apart, "CHILD", Path("no such child"))
    with programme_store.cursor() as cursor:
        assert setting(Known(cursor)) == ahead.setting
        assert check(Known(cursor), upload, ahead).ok


@pytest.mark.usefixtures("all_large")
def test_who_sends_what_they_have_looked_through_does_not_wait_for_it_again(monkeypatch: pytest.MonkeyPatch, programme_store: Database):
    upload = Upload("groups.csv", GOOD)
    assert preview(programme_store, upload).checked.ok
    monkeypatch.setattr(apart, "CHILD", Path("no such child"))
    assert submit(programme_store, Upload("groups.csv", GOOD), "Ann").stored
    assert not submit(programme_store, Upload("groups.csv", GOOD + b"\n"), "Ann").stored  # another file, and so read: there is no child


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "run_child", lambda handed, wait: bytes(30_000_000))
    for number in range(5):
        apart.call_apart(len, Upload(f"{number}.csv", GOOD))
    assert apart.REMEMBERED == 100_000_000
    assert [asked[1] for asked, _ in apart._returned] == ["2.csv", "3.csv", "4.csv"]
    apart.forget()
    assert not apart._returned


def test_of_a_file_full_of_errors_the_rows_are_not_compared_and_that_is_said(monkeypatch: pytest.MonkeyPatch, cursor: Cursor):
    monkeypatch.setattr("cdmon.returns.reading.MOST_TAKEN", 3)
    found = without_cells(Upload("bad.csv", BAD), setting(Known(cursor)))  # four cells with an error
    assert (found.parts, found.sheets) == ([], [])
    codes = [problem.code for problem in found.problems.told()]
    assert len(codes) == 5 and codes[-1] == "rows-not-compared"
    monkeypatch.setattr("cdmon.returns.reading.MOST_TAKEN", 4)
    found = without_cells(Upload("bad.csv", BAD), setting(Known(cursor)))
    assert found.parts and "rows-not-compared" not in {problem.code for problem in found.problems.told()}


# What else is made of a file


def test_a_file_is_marked_the_same(monkeypatch: pytest.MonkeyPatch, cursor: Cursor):
    upload = Upload("bad.csv", BAD)
    problems = check(Known(cursor), upload).problems
    here = load_workbook(BytesIO(made(marked, upload, problems)))
    monkeypatch.setattr(apart, "LARGE", 1)
    there = load_workbook(BytesIO(made(marked, upload, problems)))
    assert [[*sheet.values] for sheet in there] == [[*sheet.values] for sheet in here]


def of_another_tool() -> bytes:
    return b"ID,Do you take part?,Where?\n1,Yes,Hall\n2,No,Park\n3,Yes,Hall\n4,Yes,Park\n"


@pytest.mark.parametrize(("content", "expected"), [(of_another_tool(), True), (GOOD, False), (b"%PDF-1.4", False)])
def test_a_file_of_another_tool_is_known_the_same(monkeypatch: pytest.MonkeyPatch, cursor: Cursor, content: bytes, expected: bool):
    assert is_foreign(Known(cursor), Upload("a.csv", content)) is expected
    monkeypatch.setattr(apart, "LARGE", 1)
    assert is_foreign(Known(cursor), Upload("a.csv", content)) is expected


@pytest.mark.usefixtures("all_large")
def test_what_a_person_is_told_comes_back_from_the_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    with pytest.raises(UnreadableFile) as unreadable:
        made(may_be_foreign, Upload("a.csv", b"%PDF-1.4"), {})
    assert unreadable.value.code == "file-not-a-spreadsheet"
    monkeypatch.setattr(apart, "CHILD", child(tmp_path, "sys.exit(1)"))
    with pytest.raises(Refusal, match=r"^a\.csv takes more time or memory than there is for one file\."):
        made(may_be_foreign, Upload("a.csv", GOOD), {})


def test_the_memory_of_the_child_is_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, programme_store: Database):
    small = apart.CHILD.read_text().replace("MEMORY = 4_000_000_000", "MEMORY = 200_000_000")
    assert "200_000_000" in small
    small = small.replace("os.path.dirname(__file__), *[os.pardir] * 2", repr(str(apart.CHILD.parents[2])))
    path = tmp_path / "child.py"
    path.write_text(small)
    monkeypatch.setattr(apart, "CHILD", path)
    monkeypatch.setattr(apart, "LARGE", 1)
    assert [problem.code for problem in preview(programme_store, Upload("groups.csv", GOOD)).checked.problems] == ["file-check-ended"]
