"""A process that is killed at any moment, that of COMMIT too, loses nothing that was acknowledged and leaves nothing half done."""

import os
import random
from itertools import cycle

import pytest

from cdmon.database import Database
from cdmon.upkeep.verify import verify
from tests.conftest import send
from tests.kills import MOMENTS, kill_once, look_after
from tests.workbooks import programme_workbook

KILLS = int(os.environ.get("CDMON_KILLS", "0"))  # of each kind of store; `make kills` tries two hundred


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_halved_by_kills(any_database, tmp_path):
    send(any_database, programme_workbook())
    any_database.close()
    chance, acknowledged = random.Random(15), tmp_path / "acknowledged"
    kills = KILLS or (6 if any_database.address.is_lake else 12)  # a lake takes many times longer to open
    for _, moment in zip(range(kills), cycle(MOMENTS), strict=False):  # the second is endless
        kill_once(any_database.url, moment, chance, acknowledged)
        kept = look_after(any_database.url, acknowledged)
    opened = Database(any_database.url)
    with opened.cursor() as cursor:
        assert verify(cursor).wrong == []
    opened.close()
    told = len(acknowledged.read_text().split())
    assert 1 + told <= kept <= 1 + told + kills  # of each killed process one may be stored that it had no time to acknowledge
    print(f"{kills} kills: {told} files acknowledged, {kept - 1} kept, none lost or halved")
