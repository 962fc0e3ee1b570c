"""Writers take turns: in the order in which they came, none for ever, and on PostgreSQL across hosts."""

import subprocess
import sys
from threading import Event, Thread

import pytest

from cdmon.database import ROOT, Database, StoreError
from cdmon.store.address import address_of
from cdmon.store.turn import DEADLINE, Line, PostgresTurn

WRITES = """
import sys, time
from cdmon.database import Database
store, waits = Database(sys.argv[1]), []
for number in range(5):
    began = time.monotonic()
    store.write(lambda cursor: cursor.execute("INSERT INTO people VALUES ('r', 1, ?, 'evaluator', NULL)", [f"{sys.argv[2]}-{number}"]))
    waits.append(time.monotonic() - began)
print(max(waits))
"""


def test_who_comes_first_goes_first():
    line, order, first = Line(), [], Event()

    def wait(number: int) -> None:
        with line.turn():
            order.append(number)

    with line.turn():
        threads = []
        for number in range(20):
            threads.append(Thread(target=wait, args=(number,)))
            threads[-1].start()
            while len(line._waiting) <= number:
                first.wait(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(20))


def test_nobody_waits_for_ever_and_who_gave_up_holds_up_nobody():
    line = Line()
    with line.turn(), pytest.raises(StoreError, match="Others are still writing"), line.turn(0.05):
        raise AssertionError("two at once")
    with line.turn(0.05):
        pass


def test_a_turn_ends_with_an_error_too():
    line = Line()
    with pytest.raises(ZeroDivisionError), line.turn():
        raise ZeroDivisionError
    with line.turn(0.05):
        pass


def test_hosts_take_turns_on_postgresql_and_one_that_is_gone_holds_up_nobody(catalog, tmp_path):
    address = address_of(f"ducklake:postgres:{catalog}?data={tmp_path}")
    one, other = PostgresTurn(address), PostgresTurn(address)
    with one.turn(), pytest.raises(StoreError, match="Others are still writing"), other.turn(0.2):
        raise AssertionError("two at once")
    with other.turn(0.2):
        pass
    with pytest.raises(ZeroDivisionError), one.turn():
        raise ZeroDivisionError
    with one.turn():
        one.close()  # as PostgreSQL sees the end of a host
        with other.turn(5):
            pass
    other.close()


def test_no_writer_of_several_hosts_gives_up(catalog, tmp_path):
    url = f"ducklake:postgres:{catalog}?data={tmp_path}/lake"
    store = Database(url)
    hosts = [subprocess.Popen([sys.executable, "-c", WRITES, url, str(host)], cwd=ROOT, stdout=subprocess.PIPE) for host in range(3)]
    told = [host.communicate()[0].decode() for host in hosts]  # the longest wait of each
    assert [host.returncode for host in hosts] == [0, 0, 0] and max(map(float, told)) < DEADLINE
    with store.cursor() as cursor:
        assert cursor.execute("SELECT count(*), count(DISTINCT person) FROM people").fetchall() == [(15, 15)]
    store.close()
