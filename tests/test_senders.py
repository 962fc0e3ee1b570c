"""Twenty people send at once through the Upload page: what is acknowledged is stored, once and whole; who was too late is asked again."""

import asyncio
from datetime import date
from itertools import product

import pytest

from cdmon.clock import today
from cdmon.database import open_database
from cdmon.tables.known import Known
from cdmon.tables.returns import returns
from cdmon.upkeep.verify import verify
from cdmon.workbooks.cells import Upload
from tests.conftest import send
from tests.senders import sender
from tests.serving import serving
from tests.workbooks import activities_workbook, groups_workbook, programme_workbook


def month(ago: int) -> str:
    """Return the month that was so many ago."""
    year, number = divmod(today().year * 12 + today().month - 1 - ago, 12)
    return f"{year}-{number + 1:02}"


MONTHS = [month(ago) for ago in range(6, 0, -1)]
START, LAST = month(8), month(1)  # so that the last month is in a stage that is not over, whose returns may be replaced without a reason
READY, STORED, WRONG = "Ready to send: 1 return", "Stored: 1 return", "1 problem: nothing was stored"
OVERTAKEN = "Nothing was stored: somebody else was quicker"
LONGEST = 20  # times that somebody presses Send


def activities(place: str, of_month: str, number: int) -> Upload:
    """The activities of a month, whose participants are known by their number."""
    rows = [
        {"date": date.fromisoformat(f"{of_month}-0{day}"), "activity": f"Walk {day}", "participants": 100 * number + day}
        for day in (1, 2, 3)
    ]
    return Upload(f"activities {number}.xlsx", activities_workbook(of_month, rows, place))


OF = list(enumerate(product(("N01", "N02"), MONTHS), start=1))
APART = [activities(place, of_month, number) for number, (place, of_month) in OF]
RIVALS = [Upload(f"groups {name}.xlsx", groups_workbook(LAST, [{"name": f"{name} {n}"} for n in range(5)])) for name in "ABCD"]
TWINS = [activities("N01", month(7), 20)] * 2
WRONG_ONES = [Upload(f"wrong {n}.xlsx", groups_workbook(LAST, [{"status": "perhaps"}] * n)) for n in (1, 2)]
ROWS = [(place, of_month, 100 * number + day) for number, (place, of_month) in [*OF, (20, ("N01", month(7)))] for day in (1, 2, 3)]


async def send_one(address: str, upload: Upload, together: asyncio.Barrier) -> list[str]:
    """Choose a file, wait until everybody has, and press Send as long as it is offered; gives what the page announces, each time."""
    async with sender(address) as somebody:
        await somebody.choose(upload)
        announced = [somebody.told()]
        await together.wait()
        while announced[-1] in (READY, OVERTAKEN) and len(announced) < LONGEST:
            await somebody.run(somebody.pressed())
            announced.append(somebody.told())
        return announced


async def send_all(address: str, files: list[Upload]) -> list[list[str]]:
    """Have each file sent by somebody else, all at once."""
    together = asyncio.Barrier(len(files))
    return await asyncio.gather(*(send_one(address, file, together) for file in files))


@pytest.mark.slow
def test_twenty_people_send_at_once_and_what_is_acknowledged_is_stored_once_and_whole(tmp_path):
    url = str(tmp_path / "store.duckdb")
    store = open_database(url)
    send(store, programme_workbook(start=START), "set-up.xlsx")
    store.close()
    files = [*APART, *RIVALS, *TWINS, *WRONG_ONES]
    assert len(files) == 20
    with serving(tmp_path / "store.duckdb") as address:
        announced = asyncio.run(send_all(address, files))

    apart, rivals, twins, wrong = announced[:12], announced[12:16], announced[16:18], announced[18:]
    assert apart == [[READY, STORED]] * 12
    assert wrong == [[WRONG]] * 2
    assert sorted(twins) == [[READY, WRONG], [READY, STORED]]  # the same file is not stored again
    assert rivals == [[READY, *[OVERTAKEN] * (len(each) - 2), STORED] for each in rivals]
    assert [len(each) == 2 for each in rivals].count(True) == 1  # one of them wins; the others look again, and send again

    opened = open_database(url)
    with opened.cursor() as cursor:
        assert verify(cursor).wrong == []
        stored = cursor.execute(
            "SELECT file_name, content FROM submissions WHERE file_name <> 'set-up.xlsx' ORDER BY submitted_at"
        ).fetchall()
        assert sorted(stored) == sorted((file.file_name, file.content) for file in [*APART, *RIVALS, TWINS[0]])
        rows = "SELECT returns.neighbourhood, period, participants FROM activities JOIN returns USING (return_id)"
        assert sorted(cursor.execute(rows).fetchall()) == sorted(ROWS)
        assert cursor.execute("SELECT count(*) FROM groups").fetchall() == [(4 * 5,)]
        known = returns(Known(cursor))
        (counting,) = known[(known["dataset"] == "groups") & known["current"]]["return_id"]
        names = cursor.execute("SELECT name FROM groups WHERE return_id = ? ORDER BY name", [counting]).fetchall()
        last = [name for name, _ in stored if name.startswith("groups")][-1]
        assert names == [(f"{last[7]} {n}",) for n in range(5)]
    opened.close()
