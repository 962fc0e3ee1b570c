"""A process that sends files until it is killed, at any moment or at one of a commit: for tests that nothing is lost and nothing halved."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

from cdmon.acts.restate import Restatement
from cdmon.database import Database
from cdmon.returns.submit import submit
from cdmon.store import chain
from cdmon.store.chain import BROKEN, broken
from cdmon.workbooks import cells
from cdmon.workbooks.cells import Upload
from tests.conftest import read_here
from tests.workbooks import groups_workbook

AT_ANY_TIME = "at any time"
MOMENTS = (AT_ANY_TIME, "before COMMIT", "during COMMIT", "after COMMIT", "before the note", "after the note")
FORKS = get_context("fork")  # all imports are made; this process has no store open meanwhile
LONGEST = 300.0  # seconds that a process may take until it is dead
GROUPS = 5  # in each file
AGAIN = Restatement("error", "Once more.")


def die() -> None:
    """End this process as a failure of the power would."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_soon(seconds: float) -> None:
    """End it from a thread of its own."""
    threading.Thread(target=lambda: (time.sleep(seconds), die()), daemon=True).start()


def work(url: str, moment: str, nth: int, seconds: float, acknowledged: Path) -> None:
    """Send files to a store, noting each that was acknowledged, and die at a moment of the `nth`, or after some seconds."""
    cells.read_workbook = read_here  # to start a process for each file takes longer than all else
    opened = Database(url)
    sent = 0

    def dying(when: str, function: Callable, first: bool) -> Callable:
        def wrapped(*given: object) -> object:
            dies = moment == when and sent == nth - 1
            if dies and first:
                die()
            result = function(*given)
            if dies:
                die_soon(seconds) if moment == "during COMMIT" else die()
            return result

        return wrapped

    chain.last = dying("during COMMIT", dying("before COMMIT", chain.last, first=False), first=False)  # asked just before
    chain.acknowledge = dying("after the note", dying("before the note", chain.acknowledge, first=True), first=False)
    opened._keep = dying("after COMMIT", opened._keep, first=True)
    if moment == AT_ANY_TIME:
        die_soon(seconds)
    with acknowledged.open("a") as noted:
        while True:
            content = groups_workbook("2024-10", [{"name": f"Club {uuid4()}"} for _ in range(GROUPS)])
            receipt = submit(
                opened, Upload("register.xlsx", content), "a test", tell_effect=False, restatement=Restatement("error", "Again.")
            )
            assert receipt.stored, receipt.checked.problems
            noted.write(f"{receipt.submission_id}\n")
            noted.flush()
            sent += 1


def kill_once(url: str, moment: str, chance: random.Random, acknowledged: Path) -> None:
    """Let a process send files to a store and be killed at a moment."""
    seconds = chance.uniform(0, 0.004) if moment == "during COMMIT" else chance.uniform(0.05, 1.5)
    process = FORKS.Process(target=work, args=(url, moment, chance.randint(1, 2), seconds, acknowledged))
    process.start()
    process.join(LONGEST)
    assert process.exitcode == -signal.SIGKILL, (moment, process.exitcode)


def look_after(url: str, acknowledged: Path) -> int:
    """Open a store after a kill, and return how many files it holds; AssertionError when one is lost or half there."""
    opened = Database(url)
    with opened.cursor() as cursor:
        assert broken(cursor, BROKEN) == []
        kept = {each for (each,) in cursor.execute("SELECT submission_id FROM submissions").fetchall()}
        halves = """
            SELECT return_id, row_count, (SELECT count(*) FROM groups WHERE groups.return_id = returns.return_id) AS groups,
                (SELECT count(*) FROM events WHERE events.return_id = returns.return_id) AS events
            FROM returns WHERE dataset = 'groups' AND (row_count <> groups OR events <> 2)
        """
        assert cursor.execute(halves).fetchall() == []
        strays = "SELECT count(*) FROM groups ANTI JOIN returns USING (return_id)"
        assert cursor.execute(strays).fetchall() == [(0,)]
    opened.close()
    lost = set(acknowledged.read_text().split()) - kept if acknowledged.exists() else set()
    assert not lost, lost
    return len(kept)
