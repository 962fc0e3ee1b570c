"""The dashboard as people get it: `streamlit run dashboard.py`, in a process of its own, on a store of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]


@contextmanager
def serving(*stores: Path) -> Iterator[list[str]]:
    """Serve the dashboard on each of these stores, a process each, until the block ends; gives their addresses."""
    with ExitStack() as stack:
        servers = [stack.enter_context(started(store)) for store in stores]
        yield [wait_for(port, server, store) for (port, server), store in zip(servers, stores, strict=True)]


@contextmanager
def started(store: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Start a server on a free port, and end it with the block."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    with log_of(store).open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"CDMON_DATABASE": str(store)}, stdout=log, stderr=log)
    try:
        yield port, server
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int, server: subprocess.Popen[bytes], store: Path) -> str:
    """Wait until a server answers and return its address; AssertionError with its log when it ends or takes a minute."""
    address = f"http://localhost:{port}"
    for _ in range(600):
        try:
            with urlopen(f"{address}/_stcore/health"):  # noqa: S310 (our own address)
                return address
        except URLError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise AssertionError(f"the dashboard did not start:\n{log_of(store).read_text()}")


def log_of(store: Path) -> Path:
    """Return where a server on this store writes its log."""
    return store.with_suffix(".log")
