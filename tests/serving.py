"""The dashboard as people get it: `streamlit run dashboard.py`, in a process of its own that has served nobody, on a store of its own."""

import multiprocessing
import os
import runpy
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from cdmon.web.server import SLOW_IMPORTS

ROOT = Path(__file__).parents[1]

# Where the system can fork, servers start from a process that has made the slow imports, and nothing else, already.
START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
PROCESSES = multiprocessing.get_context(START)
PROCESSES.set_forkserver_preload(
    ["streamlit.web.bootstrap", "streamlit.web.cli", "cdmon.web.server", *SLOW_IMPORTS, "streamlit.testing.v1", "tests.loaded"]
)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(store: Path, **settings: str) -> Iterator[str]:
    """Serve the dashboard on a store until the block ends; gives its address. AssertionError at the end when something broke.

    `settings` are variables of its environment.
    """
    port = free_port()
    server = begin(port, store, settings)
    try:
        yield wait_for(port, server, store)
    finally:
        server.terminate()
        server.join(10)
    log = log_of(store).read_text()
    assert "Traceback" not in log, log
    assert 'File "' not in log, log  # so begin the lines that an error came through


def begin(port: int, store: Path, settings: dict[str, str]) -> BaseProcess:
    """Start the dashboard on a store, and return its process; its environment has the settings too."""
    server = PROCESSES.Process(target=run, args=(port, store, settings))
    start(server)
    return server


def start(server: BaseProcess) -> None:
    """Start a process. It would run the main module first, where AppTest leaves the script of a page."""
    main, sys.modules["__main__"] = sys.modules["__main__"], sys.modules[__name__]
    try:
        server.start()
    finally:
        sys.modules["__main__"] = main


def run(port: int, store: Path, settings: dict[str, str]) -> None:
    """Run the command, as if typed, in this process; what it says goes to a file beside the store."""
    with log_of(store).open("w") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.chdir(ROOT)
    os.environ.update({"CDMON_DATABASE": str(store)} | settings)
    sys.argv = ["streamlit", "run", "dashboard.py", "--server.port", str(port)]
    runpy.run_module("streamlit", run_name="__main__")


def wait_for(port: int, server: BaseProcess, store: Path) -> str:
    """Wait until a server answers and return its address; AssertionError with its log when it ends or takes a minute."""
    address = f"http://localhost:{port}"
    for _ in range(600):
        try:
            with urlopen(f"{address}/_stcore/health"):  # noqa: S310 (our own address)
                return address
        except URLError:
            if not server.is_alive():
                break
            time.sleep(0.1)
    raise AssertionError(f"the dashboard did not start:\n{log_of(store).read_text()}")


def first_visit(store: Path, page: str) -> tuple[list[str], list[str], list[str]]:
    """Open a page as the first of a server's process, without a browser; gives its titles, its errors and what it tells the visitor."""
    answer, told = PROCESSES.Pipe(duplex=False)
    visit = PROCESSES.Process(target=open_page, args=(page, store, told))
    start(visit)
    told.close()
    try:
        return answer.recv()
    finally:
        visit.join(60)


def open_page(page: str, store: Path, told: Connection) -> None:
    """Open a page in this process, and send what it shows."""
    manifest_scanner.scan_component_manifests = list  # to look through all installed packages takes longer than the rest
    os.environ["CDMON_DATABASE"] = str(store)
    app = AppTest.from_file(str(ROOT / "cdmon" / "web" / "router.py"), default_timeout=30)
    app.switch_page(f"../../pages/{page}.py").run()
    told.send(([each.value for each in app.title], [each.message for each in app.exception], [each.value for each in app.info]))


def log_of(store: Path) -> Path:
    """Return where a server on this store writes its log."""
    return store.with_suffix(".log")
