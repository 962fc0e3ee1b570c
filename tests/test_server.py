"""What wraps the pages: headers, compression, imports made beforehand, and what a person reads when something breaks."""

import asyncio
import gc
import gzip
import logging
import re
import sys
from urllib.request import Request, urlopen

import pytest
import uvicorn
from streamlit.testing.v1 import AppTest

from cdmon.database import open_database
from cdmon.web.server import lifespan
from tests.serving import serving


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("empty") / "store.duckdb") as address:
        yield address


def get(url):
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as response:  # noqa: S310 (our own address)
        return response.headers, response.read()


def test_scripts_travel_compressed(address):
    _, page = get(f"{address}/")
    script = re.search(rb'src="\./(static/js/index\.[^"]+\.js)"', gzip.decompress(page))[1].decode()
    headers, body = get(f"{address}/{script}")
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < len(gzip.decompress(body)) / 2


def test_slow_imports_are_made_before_the_first_visit():
    async def start():
        async with lifespan(None):
            return gc.get_freeze_count()

    try:
        assert asyncio.run(start()) > 10_000
        assert {"pandas", "plotly.graph_objects", "statsmodels.stats.proportion"} <= sys.modules.keys()
    finally:
        gc.unfreeze()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no uvloop for Windows")
def test_the_server_waits_and_sends_in_the_fast_loop():
    assert uvicorn.Config("dashboard:app").get_loop_factory().__module__ == "uvloop"


def test_a_server_that_ends_closes_its_stores(tmp_path):
    store = str(tmp_path / "cdmon.duckdb")

    async def serve():
        async with lifespan(None):
            return open_database(store)

    try:
        first = asyncio.run(serve())
    finally:
        gc.unfreeze()
    second = open_database(store)
    assert second is not first
    second.close()


def test_an_error_is_a_sentence_for_the_person_and_a_trace_without_values_for_the_log(caplog):
    def script():
        from cdmon.web.server import on_script_error

        def break_down():
            cell = " ".join(["a value", "from a spreadsheet"])  # so that it does not stand in the code, which a trace quotes
            raise ValueError(cell)

        try:
            break_down()
        except ValueError as broken:
            handled = on_script_error(broken)
        assert handled is True

    with caplog.at_level(logging.ERROR, logger="cdmon"):
        shown = AppTest.from_function(script).run().error[0].value
    reference = re.search(r"\*\*([0-9A-F]{8})\*\*", shown)[1]
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert f"Reference {reference}: ValueError" in logged
    assert "in break_down" in logged
    assert "a value from a spreadsheet" not in shown + logged + caplog.text
