"""The dashboard as people get it: `streamlit run dashboard.py`, in a process of its own that has served nobody, on a store of its own."""

import multiprocessing
import os
import runpy
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from cdmon.web.server import SLOW_IMPORTS

ROOT = Path(__file__).parents[1]

# Where the system can fork, servers start from a process that has made the slow imports, and nothing else, already.
START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
PROCESSES = multiprocessing.get_context(START)
PROCESSES.set_forkserver_preload(["streamlit.web.bootstrap", "streamlit.web.cli", "cdmon.web.server", *SLOW_IMPORTS])


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(store: Path, port: int | None = None) -> Iterator[str]:
    """Serve the dashboard on a store until the block ends; gives its address."""
    port = port or free_port()
    server = PROCESSES.Process(target=run, args=(port, store))
    start(server)
    try:
        yield wait_for(port, server, store)
    finally:
        server.terminate()
        server.join(10)


def start(server: BaseProcess) -> None:
    """Start a process. It would run the main module first, where AppTest leaves the script of a page."""
    main, sys.modules["__main__"] = sys.modules["__main__"], sys.modules[__name__]
    try:
        server.start()
    finally:
        sys.modules["__main__"] = main


def run(port: int, store: Path) -> None:
    """Run the command, as if typed, in this process; what it says goes to a file beside the store."""
    with log_of(store).open("w") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.chdir(ROOT)
    os.environ["CDMON_DATABASE"] = str(store)
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


def log_of(store: Path) -> Path:
    """Return where a server on this store writes its log."""
    return store.with_suffix(".log")
