"""The log says what happened and where, and nothing of what anybody typed or sent."""

import asyncio
import json
import logging

import pytest
from streamlit.testing.v1 import AppTest
from websockets.asyncio.client import connect

from cdmon.web.logs import JsonLines, kept_quiet
from tests.serving import log_of, serving


def broken():
    """Return an error that quotes a cell; its words do not stand in the code, which a trace quotes."""
    try:
        raise ValueError(" ".join(["a value", "from a spreadsheet"]))
    except ValueError as error:
        return error


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (lambda logger, error: logger.error("It broke", exc_info=error), "It broke: ValueError"),
        (lambda logger, error: logger.error("It broke: %s", error), "It broke: ValueError"),
        (lambda logger, error: logger.warning("In %s: %r", "reading", error), "In reading: 'ValueError'"),
    ],
)
def test_no_error_tells_its_own_words_whoever_logs_it(caplog, how, told):
    with kept_quiet():
        how(logging.getLogger("somebody.elses"), broken())
    assert told in caplog.text
    assert "a value from a spreadsheet" not in caplog.text


def test_where_it_broke_is_told(caplog):
    with kept_quiet():
        logging.getLogger("somebody.elses").error("It broke", exc_info=broken())
    assert "in broken" in caplog.text


def test_streamlits_own_log_of_an_error_quotes_no_value_either(caplog):
    def script():
        raise ValueError(" ".join(["a value", "from a spreadsheet"]))

    own = logging.getLogger("streamlit.error_util")
    own.addHandler(caplog.handler)
    try:
        with kept_quiet():
            AppTest.from_function(script).run()
    finally:
        own.removeHandler(caplog.handler)
    assert "Uncaught app execution: ValueError" in caplog.text
    assert "a value from a spreadsheet" not in caplog.text


def test_a_line_holds_all_of_a_record_and_its_reference():
    record = logging.makeLogRecord({"name": "cdmon", "levelname": "ERROR", "msg": "a\nb “%s”", "args": ("c",), "created": 0.25})
    assert json.loads(JsonLines().format(record)) == {
        "time": "1970-01-01T00:00:00.250+00:00",
        "level": "ERROR",
        "logger": "cdmon",
        "message": "a\nb “c”",
    }
    record.reference = "1A2B3C4D"
    line = JsonLines().format(record)
    assert json.loads(line)["reference"] == "1A2B3C4D"
    assert "\n" not in line


def test_the_server_writes_nothing_but_json_lines_and_no_visitors_address(tmp_path):
    async def say_nonsense(address):
        async with connect(f"{address.replace('http', 'ws', 1)}/_stcore/stream", origin=address, max_size=None) as visitor:
            await visitor.send(b"\xff\xff")
            async for _ in visitor:
                pass

    store = tmp_path / "store.duckdb"
    with serving(store, CDMON_LOG="json", STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE="true") as address, pytest.raises(Exception, match="1002"):
        asyncio.run(say_nonsense(address))
    lines = [json.loads(line) for line in log_of(store).read_text().splitlines()]
    assert any("Error deserializing back message" in line["message"] for line in lines)
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    assert [line for line in lines if "127.0.0.1" in str(line)] == []
