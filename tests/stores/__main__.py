"""Makes a small store of the newest version of the schema, and packs it beside this file."""

import gzip
import tempfile
from pathlib import Path

from cdmon.database import Database
from cdmon.store.schema import SQL, versions
from tests.conftest import read_here, send
from tests.workbooks import groups_workbook, programme_workbook

if __name__ == "__main__":
    from cdmon.workbooks import cells

    cells.read_workbook = read_here
    with tempfile.TemporaryDirectory() as folder:
        made = Database(f"{folder}/store.duckdb")
        send(made, programme_workbook())
        send(made, groups_workbook("2024-10", [{"name": "Lunch club"}, {"name": "Allotments"}]))
        made.close()
        packed = Path(__file__).parent / f"{max(versions(SQL / 'migrations')):04}.duckdb.gz"
        packed.write_bytes(gzip.compress(Path(f"{folder}/store.duckdb").read_bytes(), 9, mtime=0))
