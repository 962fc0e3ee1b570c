"""A lake beyond one machine: its catalog in PostgreSQL, its data in an object store, kept in order by one command."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from cdmon.__main__ import main
from cdmon.database import ROOT, StoreError, open_database
from cdmon.store import connecting
from cdmon.store.address import address_of
from cdmon.upkeep.fingerprints import fingerprints
from cdmon.upkeep.maintain import files, maintain
from tests.conftest import send
from tests.workbooks import groups_workbook, programme_workbook

OF_GROUPS = "SELECT file_count FROM ducklake_table_info('store') WHERE table_name = 'groups'"


@pytest.fixture
def services(catalog: str, tmp_path) -> str:
    """A file of services that knows the catalog as `riverton`."""
    (tmp_path / "services").write_text("[riverton]\n" + catalog.replace(" ", "\n") + "\n")
    return str(tmp_path / "services")


def test_two_hosts_share_a_lake_on_postgresql_and_s3_by_the_name_of_a_service(services, object_store, tmp_path, monkeypatch):
    url = "ducklake:postgres:service=riverton?data=s3://lake/one"
    for name, value in (object_store | {"PGSERVICEFILE": services}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    here = open_database(url)
    send(here, programme_workbook())
    send(here, groups_workbook("2024-10", [{"name": f"Club {number}"} for number in range(30)]))
    command = [sys.executable, "-m", "cdmon", "--database", url, "returns"]
    there = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=dict(os.environ))
    assert there.returncode == 0 and "October 2024" in there.stdout, there.stdout + there.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["services"]  # nothing was written into a folder called s3:
    with here.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM groups").fetchall() == [(30,)] and files(cursor) > 0
        shown = cursor.execute("SELECT name, secret_string FROM duckdb_secrets()").fetchall()
    assert "sesame" not in str(shown)
    here.close()


def test_an_object_store_without_an_account_or_its_extension_is_told(tmp_path, monkeypatch):
    url = f"ducklake:{tmp_path}/catalog.ducklake?data=s3://lake/one"
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(StoreError, match="AWS_ACCESS_KEY_ID"):
        open_database(url)
    monkeypatch.setitem(sys.modules, "duckdb_extension_ducklake", None)
    with pytest.raises(StoreError, match=r"requirements-scale\.txt"):
        connecting.engine([address_of(url)])
    with pytest.raises(StoreError, match="a folder or under s3://"):
        open_database(f"ducklake:{tmp_path}/catalog.ducklake?data=gs://lake/one")


@pytest.mark.lake
def test_a_lake_is_made_of_few_files_again_and_holds_the_same(tmp_path):
    url = f"ducklake:{tmp_path}/catalog.ducklake?data={tmp_path}/lake"
    opened = open_database(url)
    send(opened, programme_workbook())
    for number in range(3):
        send(opened, groups_workbook("2024-10", [{"name": f"Club {number} {each}"} for each in range(30)]))
    with opened.cursor() as cursor:
        held = fingerprints(cursor)
        assert cursor.execute(OF_GROUPS).fetchall() == [(3,)]
    _, after = maintain(opened, "0 days")
    with opened.cursor() as cursor:
        assert fingerprints(cursor) == held and files(cursor) == after
        assert cursor.execute(OF_GROUPS).fetchall() == [(1,)]
    send(opened, groups_workbook("2024-11", [{"name": "Lunch club"}]))
    opened.close()


def test_a_store_in_a_file_needs_no_maintenance(database):
    told = CliRunner().invoke(main, ["--database", database.url, "maintain"])
    assert told.exit_code == 1 and "needs no maintenance" in told.output
