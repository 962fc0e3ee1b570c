"""The proxy as it is deployed, TLS and all, in front of two dashboards on this machine."""

import csv
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from tests.components import needs
from tests.serving import ROOT, free_port

NAME = "figures.localhost"  # a browser takes it for this machine
DEPLOYED = ROOT / "deploy" / "haproxy.cfg"
CERTIFICATE, SOCKET = "/etc/haproxy/figures.pem", "/run/haproxy/admin.sock"
UNKNOWN = ssl._create_unverified_context()  # noqa: S323 (nobody vouches for a certificate of a test)


def haproxy() -> str:
    """Return the path of HAProxy."""
    return needs("HAProxy", shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin"))


def certificate(folder: Path) -> Path:
    """Make a key and a certificate for nobody in particular."""
    openssl, file = needs("OpenSSL", shutil.which("openssl")), folder / "both.pem"
    asked = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={NAME}"
    subprocess.run([openssl, *asked.split(), "-keyout", file, "-out", file.with_suffix(".crt")], check=True, capture_output=True)
    file.write_text(file.read_text() + file.with_suffix(".crt").read_text())
    return file


@contextmanager
def proxy(folder: Path, port: int, dashboards: Sequence[int], **otherwise: str) -> Iterator[str]:
    """Run HAProxy with the file that is deployed, its name, its paths and its ports put in; gives its address.

    `otherwise` is what else stands there in another way: lines of the file, by a word that each begins with.
    """
    text = DEPLOYED.read_text()
    here = {
        "bind :80": f"bind 127.0.0.1:{free_port()}",
        "bind :443": f"bind 127.0.0.1:{port}",
        CERTIFICATE: str(certificate(folder)),
        SOCKET: str(folder / "admin.sock"),
        "figures.example.org": NAME,
        "127.0.0.1:8501": f"127.0.0.1:{dashboards[0]}",
        "127.0.0.1:8502": f"127.0.0.1:{dashboards[1]}",
        "    user haproxy\n    group haproxy\n": "",  # only root can become another
    }
    for deployed, filled_in in here.items():
        assert deployed in text
        text = text.replace(deployed, filled_in)
    lines = [otherwise.get(line.split(" ")[4] if line.startswith("    ") else "", line) for line in text.splitlines()]
    (folder / "haproxy.cfg").write_text("\n".join(lines) + "\n")
    with (folder / "haproxy.log").open("w") as log:
        running = subprocess.Popen([haproxy(), "-db", "-f", folder / "haproxy.cfg"], stdout=log, stderr=log)
    try:
        until_well(folder, "first", "second")
        yield f"https://{NAME}:{port}"
    finally:
        running.terminate()
        running.wait(10)


def command(folder: Path, words: str) -> str:
    """Return what the proxy of a folder answers to a command on its socket."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(folder / "admin.sock"))
        line.sendall(f"{words}\n".encode())
        return b"".join(iter(lambda: line.recv(65536), b"")).decode()


def until_well(folder: Path, *dashboards: str) -> None:
    """Wait until the proxy has found that dashboards are well, by its names of them."""
    for _ in range(600):
        with suppress(OSError):
            rows = csv.DictReader(command(folder, "show stat").splitlines())
            if {row["svname"] for row in rows if row["status"] == "UP"} >= set(dashboards):
                return
        time.sleep(0.1)
    raise AssertionError("the proxy found no dashboard that is well")


def asked(port: int, path: str, method: str = "GET", content: bytes | None = None, **headers: str) -> tuple[int, list[str]]:
    """Return the status of what is asked of the proxy under its name, and the cookies that it gives."""
    connection: HTTPConnection = HTTPSConnection("127.0.0.1", port, timeout=30, context=UNKNOWN)
    connection.request(method, path, content, {"Host": f"{NAME}:{port}"} | headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get_all("set-cookie", [])
