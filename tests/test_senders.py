"""Many people send at once through the Upload page: what is acknowledged is stored, once and whole; who was too late is asked again."""

import asyncio
from contextlib import ExitStack
from datetime import date
from itertools import cycle, product

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


async def send_all(addresses: list[str], files: list[Upload]) -> list[list[str]]:
    """Have each file sent by somebody else, all at once, to one dashboard and the other by turns."""
    together = asyncio.Barrier(len(files))
    return await asyncio.gather(*(send_one(address, file, together) for address, file in zip(cycle(addresses), files, strict=False)))


@pytest.fixture(params=["twenty on a file", pytest.param("eight on a lake", marks=[pytest.mark.lake, pytest.mark.postgresql])])
def is_lake(request):
    """Whether eight people send to two dashboards over a lake on PostgreSQL, and not twenty to one over a file: a lake takes its time."""
    return "lake" in request.param


@pytest.fixture
def url(is_lake, request, tmp_path):
    """The address of an empty store."""
    return f"ducklake:postgres:{request.getfixturevalue('catalog')}?data={tmp_path}/lake" if is_lake else str(tmp_path / "store.duckdb")


@pytest.mark.slow
def test_many_people_send_at_once_and_what_is_acknowledged_is_stored_once_and_whole(is_lake, url, tmp_path):
    store = open_database(url)
    send(store, programme_workbook(start=START), "set-up.xlsx")
    store.close()
    kinds = [APART[:3], RIVALS[:2], TWINS, WRONG_ONES[:1]] if is_lake else [APART, RIVALS, TWINS, WRONG_ONES]
    assert sum(map(len, kinds)) == (8 if is_lake else 20)
    with ExitStack() as dashboards:
        homes = ["first", "second"] if is_lake else ["only"]
        addresses = [dashboards.enter_context(serving(tmp_path / home, CDMON_DATABASE=url)) for home in homes]
        announced = iter(asyncio.run(send_all(addresses, [file for kind in kinds for file in kind])))

    apart, rivals, twins, wrong = ([next(announced) for _ in kind] for kind in kinds)
    assert apart == [[READY, STORED]] * len(apart)
    assert wrong == [[WRONG]] * len(wrong)
    assert sorted(twins) == [[READY, WRONG], [READY, STORED]]  # the same file is not stored again
    assert rivals == [[READY, *[OVERTAKEN] * (len(each) - 2), STORED] for each in rivals]
    assert [len(each) == 2 for each in rivals].count(True) == 1  # one of them wins; the others look again, and send again

    opened = open_database(url)
    with opened.cursor() as cursor:
        assert verify(cursor).wrong == []
        stored = cursor.execute(
            "SELECT file_name, content FROM submissions WHERE file_name <> 'set-up.xlsx' ORDER BY submitted_at"
        ).fetchall()
        assert sorted(stored) == sorted((file.file_name, file.content) for file in [*kinds[0], *kinds[1], TWINS[0]])
        rows = "SELECT returns.neighbourhood, period, participants FROM activities JOIN returns USING (return_id)"
        sent = [*OF[: len(apart)], (20, ("N01", month(7)))]
        assert sorted(cursor.execute(rows).fetchall()) == sorted((*of, 100 * number + day) for number, of in sent for day in (1, 2, 3))
        assert cursor.execute("SELECT count(*) FROM groups").fetchall() == [(len(rivals) * 5,)]
        known = returns(Known(cursor))
        (counting,) = known[(known["dataset"] == "groups") & known["current"]]["return_id"]
        names = cursor.execute("SELECT name FROM groups WHERE return_id = ? ORDER BY name", [counting]).fetchall()
        last = [name for name, _ in stored if name.startswith("groups")][-1]
        assert names == [(f"{last[7]} {n}",) for n in range(5)]
    opened.close()
