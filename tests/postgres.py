"""A PostgreSQL server of our own, for tests and benches, with databases whose roles are those that are deployed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from cdmon.database import ROOT
from tests.components import needs


@contextmanager
def postgres() -> Iterator[str]:
    """Run a server; gives the folder of its socket, which is gone afterwards."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    binaries = needs(
        "PostgreSQL", str(programs[-1]) if programs else shutil.which("initdb") and str(Path(str(shutil.which("initdb"))).parent)
    )
    folder = tempfile.mkdtemp(prefix="cdmon-")
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # it refuses to run as root
    if as_postgres:
        shutil.chown(folder, "postgres")
    start = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run = [*as_postgres, f"{binaries}/pg_ctl", "-D", f"{folder}/data", "-w"]
    subprocess.run(
        [*as_postgres, f"{binaries}/initdb", "-D", f"{folder}/data", "-U", "postgres", "--auth=trust"], check=True, capture_output=True
    )
    subprocess.run([*run, "-l", f"{folder}/log", "-o", start, "start"], check=True, stdout=subprocess.DEVNULL)
    try:
        yield folder
    finally:
        subprocess.run([*run, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder)


def new_catalog(host: str) -> str:
    """Make an empty database with the roles that are deployed, and return its connection string."""
    name = f"catalog_{uuid4().hex}"
    psql = ["psql", "-h", host, "-U", "postgres", "-q", "-v", "ON_ERROR_STOP=1", "-d"]
    subprocess.run([*psql, "postgres", "-c", f"CREATE DATABASE {name}"], check=True)
    subprocess.run([*psql, name, "-f", str(ROOT / "deploy" / "roles.sql")], check=True)
    return f"host={host} user=cdmon dbname={name}"
