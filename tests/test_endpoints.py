"""Of Streamlit's own endpoints only those answer that its page needs."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.serving import serving


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("endpoints") / "store.duckdb", CDMON_METRICS_TOKEN="of a test") as address:  # noqa: S106
        yield address


def asked(address, path, method="GET", **headers):
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, text


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD"])
@pytest.mark.parametrize(
    "path", ["metrics", "metrics?families=active_sessions", "script-health-check", "agent/openapi.json", "agent/interact"]
)
def test_what_tells_of_the_server_is_closed(address, path, method):
    assert asked(address, f"/_stcore/{path}", method) == (404, b"" if method == "HEAD" else b"Not found")


def test_what_the_page_needs_answers(address):
    assert asked(address, "/_stcore/health") == (200, b"ok")
    assert asked(address, "/_stcore/host-config")[0] == 200


def test_the_metrics_are_for_who_has_the_token(address):
    status, text = asked(address, "/_stcore/metrics", Authorization="Bearer of a test")
    assert status == 200
    assert b"active_sessions" in text
    for given in ("Bearer of another", "Bearer ", "of a test", "bearer of a test"):
        assert asked(address, "/_stcore/metrics", Authorization=given)[0] == 404
    assert asked(address, "/_stcore/agent/openapi.json", Authorization="Bearer of a test")[0] == 404


def test_without_a_token_nobody_has_the_metrics(tmp_path):
    with serving(tmp_path / "store.duckdb", CDMON_METRICS_TOKEN="") as address:
        for given in ("Bearer ", "Bearer"):
            assert asked(address, "/_stcore/metrics", Authorization=given)[0] == 404
