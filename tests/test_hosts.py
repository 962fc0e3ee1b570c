"""The dashboard answers under its own names and to its own pages: tried with handshakes as another site's page would have them sent."""

import os
import socket
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from cdmon.web import binding, who
from cdmon.web.binding import refuse_to_be_seen
from cdmon.web.hosts import LOCAL, OTHER_NAME, OTHER_PAGE, allowed_hosts, refusal
from tests.serving import serving

ALLOWED = frozenset([*LOCAL, "figures.example.org"])


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("hosts") / "store.duckdb") as address:
        yield urlsplit(address).port


def asked(port, path, **headers):
    """Return the status and the text of what the server answers to a request with these headers, and no others."""
    connection = HTTPConnection("localhost", port, timeout=30)
    connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, text


def shaken(port, *headers):
    """Return what the server answers to the handshake of a websocket with these headers."""
    lines = ["GET /_stcore/stream HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
    lines += ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", *headers, "", ""]
    with socket.create_connection(("localhost", port), timeout=30) as line:
        line.sendall("\r\n".join(lines).encode())
        told = b""
        while b"\r\n\r\n" not in told or (b" 403 " in told and b"." not in told.partition(b"\r\n\r\n")[2]):
            more = line.recv(4096)
            if not more:
                break
            told += more
    return told.decode(errors="replace")


@pytest.mark.parametrize("path", ["/", "/kpis", "/media/a.csv", "/_stcore/health", "/_stcore/host-config"])
def test_nothing_is_answered_under_another_name(port, path):
    assert asked(port, path, Host="evil.example") == (403, OTHER_NAME)
    assert asked(port, path, Host=f"evil.example:{port}") == (403, OTHER_NAME)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:80", "[::1]:8501", "LOCALHOST:1", "localhost."])
def test_the_own_names_are_answered_with_any_port(port, host):
    assert asked(port, "/_stcore/health", Host=host) == (200, "ok")


def test_a_handshake_under_another_name_gets_no_word_of_the_programme(port):
    told = shaken(port, "Host: evil.example", "Origin: http://evil.example")
    assert told.startswith("HTTP/1.1 403")
    assert told.endswith(OTHER_NAME)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:1", "http://localhost", "null", "https://localhost.evil.example"]
)
def test_a_handshake_by_another_sites_page_is_refused(port, origin):
    told = shaken(port, f"Host: localhost:{port}", f"Origin: {origin}")
    assert told.startswith("HTTP/1.1 403")
    assert told.endswith(OTHER_PAGE)
    assert asked(port, "/_stcore/health", Host=f"localhost:{port}", Origin=origin) == (403, OTHER_PAGE)


def test_a_handshake_by_the_own_page_is_taken(port):
    assert shaken(port, f"Host: localhost:{port}", f"Origin: http://localhost:{port}").startswith("HTTP/1.1 101")


@given(st.text(alphabet="abcdefl.@:/[]\\ho1723 est%0", min_size=1, max_size=30))
def test_no_spelling_of_another_name_passes_for_an_own_one(host):
    told = refusal(Headers({"host": host}), ALLOWED)
    name = host.lower().removesuffix("." if ":" not in host else "").rpartition(":")
    own = {*ALLOWED, *(f"{each}." for each in ALLOWED)}
    assert told == OTHER_NAME or host.lower() in own or (name[0] in own and name[2].isdecimal())


def test_two_hosts_or_none_are_no_name():
    assert refusal(Headers(raw=[]), ALLOWED) == OTHER_NAME
    assert refusal(Headers(raw=[(b"host", b"localhost"), (b"host", b"localhost")]), ALLOWED) == OTHER_NAME


def test_a_name_of_the_setting_is_answered_whether_a_proxy_took_tls_off_or_not():
    for scheme in ("http", "https"):
        assert refusal(Headers({"host": "figures.example.org", "origin": f"{scheme}://figures.example.org"}), ALLOWED) == ""
    assert refusal(Headers({"host": "figures.example.org", "origin": "https://evil.example"}), ALLOWED) == OTHER_PAGE


def test_a_server_on_which_nobody_signs_in_does_not_start_for_others(monkeypatch):
    monkeypatch.setenv("CDMON_HOSTS", "figures.example.org")
    monkeypatch.setattr(who, "is_local", lambda: True)
    monkeypatch.setattr(binding.config, "get_option", lambda name: "localhost")
    with pytest.raises(SystemExit, match="Set up a sign-in first"):
        refuse_to_be_seen()
    monkeypatch.setattr(who, "is_local", lambda: False)
    refuse_to_be_seen()


def test_the_setting_adds_names_to_those_of_the_machine(monkeypatch):
    monkeypatch.delenv("CDMON_HOSTS", raising=False)
    assert allowed_hosts() == {"localhost", "127.0.0.1", "[::1]"}
    monkeypatch.setitem(os.environ, "CDMON_HOSTS", "Figures.example.org, 10.0.0.7,")
    assert allowed_hosts() == {*LOCAL, "figures.example.org", "10.0.0.7"}
