"""Makes a small store of the newest version of the schema, and packs it beside this file: of each version once, when it is new."""

import lzma
import tempfile
from pathlib import Path

from cdmon.database import Database
from cdmon.store.schema import SQL, versions
from cdmon.workbooks import cells
from tests.conftest import read_here, send
from tests.stores import FILES, packed

if __name__ == "__main__":
    cells.read_workbook = read_here
    path = packed(max(versions(SQL / "migrations")))
    with tempfile.TemporaryDirectory() as folder:
        made = Database(f"{folder}/store.duckdb")
        for content in FILES:
            send(made, content)
        made.close()
        path.write_bytes(lzma.compress(Path(f"{folder}/store.duckdb").read_bytes(), preset=9))
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
