"""What happens to a store really happens here: each is told in a sentence of its own, with the way back, and never in DuckDB's words."""

import os
import resource
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from cdmon.__main__ import main
from cdmon.database import ROOT, Database, StoreError, open_database
from cdmon.store.address import address_of
from cdmon.store.errors import KNOWN_BY, SENTENCES, told
from tests.workbooks import groups_workbook

WORDS = {  # by which a sentence is known
    "in use": "Another program has",
    "full": "no room left",
    "read-only": "may not write",
    "elsewhere": "leads to another store",
    "another kind": "file of another kind",
    "newer": "written by a newer cdmon",
    "damaged": "is damaged",
    "foreign": "database of another program",
    "away": "cannot be reached",
}


# The process limits itself: to limit it from here would need a copy of this one, for which there may be no memory late in a whole run.
WITHIN = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
runpy.run_module("cdmon", run_name="__main__", alter_sys=True)
"""


def in_a_process(store: str | Path, *words: str, within: int = resource.RLIM_INFINITY, env: dict[str, str] | None = None) -> str:
    """Run a command in a process of its own, which must end with a sentence; gives that. No file of it grows over ``within`` bytes.

    It writes no compiled code: cut off at so many bytes, that would break every later process.
    """
    run = [sys.executable, "-B", "-c", WITHIN, str(within), "--database", str(store), *words]
    ended = subprocess.run(run, capture_output=True, text=True, check=False, cwd=ROOT, env=env)
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False), ended.stderr
    return in_our_words(ended.stderr)


def command(store: str | Path, *words: str) -> str:
    """Run a command in this process, which must end with a sentence; gives that."""
    ended = CliRunner().invoke(main, ["--database", str(store), *words], catch_exceptions=False)
    assert ended.exit_code == 1, ended.output
    return in_our_words(ended.output)


def in_our_words(sentence: str) -> str:
    """Return a sentence in which nothing is of DuckDB's."""
    assert not any(text in sentence for text in ("IO Error", "stored checksum", "duckdb.org"))
    return sentence


def only(word: str, sentence: str) -> bool:
    """Whether a sentence is the one of a kind, and of no other."""
    return [kind for kind, words in WORDS.items() if words in sentence] == [word]


@pytest.fixture
def undo() -> Iterator[ExitStack]:
    """What must be undone after a test, such as a disk of its own."""
    with ExitStack() as stack:
        yield stack


def disk(folder: Path, size: str, undo: ExitStack) -> Callable[[str], None]:
    """Mount a disk of a size on a folder; gives a function that mounts it anew with another option. Skipped where that is not allowed."""

    def mount(option: str) -> None:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},{option}", "tmpfs", folder], check=True, capture_output=True)

    try:
        mount("rw")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root may mount a disk of its own")
    undo.callback(subprocess.run, ["umount", "-l", folder], check=False)
    return mount


def test_a_store_that_another_process_has_open(database):
    assert only("in use", in_a_process(database.url, "returns"))


@pytest.mark.parametrize("folder", ["a lock on it", "No space left on device", "Corrupt database file: computed checksum"])
def test_what_a_path_is_called_decides_nothing(tmp_path, folder):
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "notes.duckdb").write_text("these are my notes " * 1000)
    assert only("another kind", command(tmp_path / folder / "notes.duckdb", "returns"))
    assert (tmp_path / folder / "notes.duckdb").read_text() == "these are my notes " * 1000


def test_a_disk_that_fills_up_while_a_file_is_sent(programme_store, tmp_path):
    """The limit on the size of a file stands for the disk: DuckDB is refused the write in the same place."""
    sent = tmp_path / "register.xlsx"
    sent.write_bytes(groups_workbook("2024-10", [{"name": "Lunch club"}]))
    programme_store.close()
    full = in_a_process(programme_store.url, "submit", str(sent), within=2000)
    assert only("full", full) and "Nothing of this was stored" in full
    reopened = open_database(programme_store.url)
    with reopened.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM submissions").fetchall() == [(1,)]
    reopened.close()


def test_a_disk_that_is_full_from_the_start(tmp_path, undo):
    disk(tmp_path, "1m", undo)
    (tmp_path / "filling").write_bytes(bytes(1_048_576))
    assert only("full", command(tmp_path / "cdmon.duckdb", "returns"))


def test_a_disk_that_can_only_be_read(database, tmp_path, undo):
    database.close()
    (folder := tmp_path / "disk").mkdir()
    mount = disk(folder, "32m", undo)
    shutil.copy(database.url, folder / "cdmon.duckdb")
    mount("remount,ro")
    assert only("read-only", command(folder / "cdmon.duckdb", "returns"))
    assert only("read-only", command(folder / "new.duckdb", "returns"))


def checksum(block: bytes) -> int:
    """DuckDB's own sum over a block of whole words."""
    total = 5381
    for (word,) in struct.iter_unpack("<Q", block):
        total ^= word * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    return total


def test_a_file_of_a_newer_duckdb(database):
    database.close()
    content = bytearray(Path(database.url).read_bytes())
    assert checksum(content[8:4096]) == int.from_bytes(content[:8], "little")
    content[12:20] = (999).to_bytes(8, "little")  # the version follows "DUCK"
    content[:8] = checksum(content[8:4096]).to_bytes(8, "little")
    Path(database.url).write_bytes(content)
    assert only("newer", command(database.url, "returns"))


def test_a_store_of_a_newer_schema(database):
    database.write(lambda cursor: cursor.execute("INSERT INTO schema_versions VALUES (9999, now()::TIMESTAMP)"))
    database.close()
    assert only("newer", command(database.url, "returns"))


@pytest.mark.parametrize("place", [100, 4096 + 10, "half"])
def test_a_damaged_file(database, place):
    database.close()
    content = bytearray(Path(database.url).read_bytes())
    if place == "half":
        content = content[: len(content) // 2]
    else:
        for start in {place, place + 4096 * (place > 4096)}:  # both of the headers that are written in turn
            content[start] ^= 0xFF
    Path(database.url).write_bytes(content)
    assert only("damaged", command(database.url, "returns"))


@pytest.fixture
def with_a_damaged_block(programme_store: Database) -> str:
    """The url of a store that opens, and in which many figures cannot be read."""
    many = """
        INSERT INTO estimates BY NAME
        SELECT uuid()::VARCHAR AS return_id, 'groups_counting' AS indicator, 1 AS indicator_version, random() AS value, 1 AS n,
            1 AS n_counted, TRUE AS design_known, 0 AS no_answer, '' AS asked, '' AS neighbourhood
        FROM range(200_000)
    """
    programme_store.write(lambda cursor: cursor.execute(many))
    with programme_store.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        query = "SELECT DISTINCT block_id FROM pragma_storage_info('estimates') WHERE column_name = 'return_id' AND block_id > 0"
        blocks = [block for (block,) in cursor.execute(query).fetchall()]
    programme_store.close()
    content = bytearray(Path(programme_store.url).read_bytes())
    for block in blocks[1:]:
        content[3 * 4096 + block * 262_144 + 5000] ^= 0xFF
    Path(programme_store.url).write_bytes(content)
    return programme_store.url


def test_a_damaged_block_of_a_store_that_opens(with_a_damaged_block, monkeypatch):
    open_database(with_a_damaged_block).close()
    assert only("damaged", command(with_a_damaged_block, "factors", "N01"))

    monkeypatch.setenv("CDMON_DATABASE", with_a_damaged_block)
    app = AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=60).run()
    open_database(with_a_damaged_block).close()
    assert not app.exception and [only("damaged", error.value) for error in app.error] == [True]


def test_what_fails_while_a_button_is_dealt_with_is_told_on_the_page():
    def script():
        from cdmon.database import StoreError
        from cdmon.web.server import on_script_error

        assert on_script_error(StoreError("The store is full."))

    assert [error.value for error in AppTest.from_function(script).run().error] == ["The store is full."]


@pytest.mark.parametrize("lake", [False, pytest.param(True, marks=pytest.mark.lake)])
def test_a_database_of_another_program_is_left_as_it_was(tmp_path, lake):
    other = tmp_path / "accounts.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE accounts AS SELECT 1 AS number")
    before = other.read_bytes()
    with pytest.raises(StoreError) as refused:
        open_database(f"ducklake:{other}?data={tmp_path}/lake" if lake else str(other))
    assert only("foreign", str(refused.value)) and "accounts.duckdb" in str(refused.value)
    assert other.read_bytes() == before and not other.with_name("accounts.duckdb.wal").exists()


def test_a_foreign_database_of_postgresql_is_left_as_it_was(catalog, tmp_path):
    host, name = catalog.split()[0].removeprefix("host="), catalog.split("dbname=")[1]
    psql = ["psql", "-h", host, "-U", "cdmon", "-d", name, "-qAt", "-c"]
    subprocess.run([*psql, "CREATE TABLE accounts (number INT)"], check=True)
    with pytest.raises(StoreError) as refused:
        open_database(f"ducklake:postgres:{catalog}?data={tmp_path}/lake")
    assert only("foreign", str(refused.value)) and host not in str(refused.value)
    tables = subprocess.run(
        [*psql, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"], check=True, capture_output=True, text=True
    )
    assert tables.stdout.split() == ["accounts"]


@pytest.mark.lake
def test_a_postgresql_that_is_away_is_told_by_the_name_of_its_service_alone(tmp_path):
    (tmp_path / "services").write_text("[riverton]\nhost=127.0.0.1\nport=1\nuser=writer\ndbname=hidden\n")
    (tmp_path / "passwords").write_text("*:*:*:*:open sesame\n")
    (tmp_path / "passwords").chmod(0o600)
    known = os.environ | {"PGSERVICEFILE": str(tmp_path / "services"), "PGPASSFILE": str(tmp_path / "passwords")}
    away = in_a_process(f"ducklake:postgres:service=riverton?data={tmp_path}/lake", "returns", env=known)
    assert only("away", away) and "The store riverton " in away
    assert not any(word in away for word in ("sesame", "127.0.0.1", "writer", "hidden"))


def test_a_password_that_is_not_given_is_not_taken_for_a_server_that_is_away():
    server = 'connection to server at "db", port 5432 failed: fe_sendauth: no password supplied'
    refused = told(duckdb.IOException(f'Unable to connect to Postgres at "service=riverton": {server}'), "riverton")
    assert "does not let cdmon in" in str(refused) and "PGPASSFILE" in str(refused)


def test_a_server_that_has_no_connection_left_is_not_taken_for_one_that_lets_nobody_in(catalog, tmp_path):
    host, name = catalog.split()[0].removeprefix("host="), catalog.split("dbname=")[1]
    limit = ["psql", "-h", host, "-U", "postgres", "-q", "-c", f"ALTER DATABASE {name} CONNECTION LIMIT 0"]
    subprocess.run(limit, check=True)
    with pytest.raises(StoreError, match="has no connection left"):
        open_database(f"ducklake:postgres:{catalog}?data={tmp_path}/lake")
    full = 'connection to server on socket "/run/x" failed: FATAL:  sorry, too many clients already'
    assert "no connection left" in str(told(duckdb.IOException(f'Unable to connect to Postgres at "service=riverton": {full}'), "riverton"))


def test_a_role_or_a_database_that_the_server_does_not_know(catalog, tmp_path):
    for wrong in (catalog.replace("user=cdmon", "user=nobody"), catalog + "gone"):
        with pytest.raises(StoreError, match="does not let cdmon in") as refused:
            open_database(f"ducklake:postgres:{wrong}?data={tmp_path}/lake")
        assert "host" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "ducklake:postgres:host=db user=cdmon password=sesame?data=lake",
        "ducklake:postgres:host=db PASSWORD = 'sesame'?data=lake",
        "ducklake:postgres:postgresql://cdmon:sesame@db/lake?data=lake",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(url):
    with pytest.raises(StoreError, match="PGPASSFILE") as refused:
        open_database(url)
    assert "sesame" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("/srv/cdmon.duckdb", "/srv/cdmon.duckdb"),
        ("ducklake:/srv/catalog.ducklake?data=/srv/lake", "/srv/catalog.ducklake"),
        ("ducklake:postgres:service=riverton?data=s3://lake/one", "riverton"),
        ("ducklake:postgres:host=10.0.0.1 user=x dbname='lake one'?data=/srv/lake", "lake"),
        ("ducklake:postgres:host=10.0.0.1?data=/srv/lake", "on PostgreSQL"),
    ],
)
def test_a_store_has_a_name(url, name):
    assert address_of(url).name == name


def test_a_value_of_a_spreadsheet_in_a_fault_of_ours_is_not_taken_for_what_happened_to_the_store():
    for quoted in ("Corrupt database file: computed checksum", "Could not set lock on file"):
        assert told(duckdb.ConversionException(f"Could not convert string {quoted} to INT64"), "x") is None
    assert told(duckdb.IOException("IO Error: something new with host=10.0.0.1"), "x").args[0].startswith("The store x could not do this")


def test_every_sentence_names_the_store_and_says_what_to_do():
    assert KNOWN_BY.keys() == SENTENCES.keys()
    for sentence in SENTENCES.values():
        assert "{name}" in sentence and any(way in sentence for way in ("again", "CDMON_DATABASE", "backup", "Check"))
