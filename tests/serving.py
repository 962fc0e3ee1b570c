"""The dashboard as people get it: `streamlit run dashboard.py`, in a process of its own, on a store of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """Serve the dashboard on a store until the block ends; gives the address."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    log = store.with_suffix(".log")
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"CDMON_DATABASE": str(store)}, stdout=output, stderr=output)
    try:
        address = f"http://localhost:{port}"
        wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; AssertionError with its log when it ends or takes half a minute."""
    for _ in range(300):
        try:
            with urlopen(f"{address}/_stcore/health"):
                return
        except URLError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise AssertionError(f"the dashboard did not start:\n{log.read_text()}")
