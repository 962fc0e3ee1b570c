"""What the server writes to its log: what happened and where, and nothing of what anybody typed or sent."""

import json
import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from streamlit import logger as streamlit_logger


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON: time (UTC), level, logger, message and, of an error that a person was told of, reference."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        reference = getattr(record, "reference", None)
        return json.dumps(line | ({"reference": reference} if reference else {}), ensure_ascii=False)


def where_it_broke(error: BaseException) -> str:
    """Return an error's kind and the lines it came through; not its own words, which may quote a cell of somebody's spreadsheet."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"


@contextmanager
def kept_quiet() -> Iterator[None]:
    """Keep the words of errors out of every log record that is made inside, whoever makes it; as JSON lines where `CDMON_LOG` is json."""
    make = logging.getLogRecordFactory()
    logging.setLogRecordFactory(lambda *given, **named: without_words(make(*given, **named)))
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)  # below it they tell the address that each visitor comes from
    if os.environ.get("CDMON_LOG") == "json":
        write_json()
    try:
        yield
    finally:
        logging.setLogRecordFactory(make)


def without_words(record: logging.LogRecord) -> logging.LogRecord:
    """Return a record with the kinds of its errors in the place of their words, and where the one it tells of came through."""
    if isinstance(record.args, tuple):
        record.args = tuple(type(each).__name__ if isinstance(each, BaseException) else each for each in record.args)
    if record.exc_info and record.exc_info[1] is not None:
        record.msg, record.args = f"{record.getMessage()}: {where_it_broke(record.exc_info[1])}", ()
        record.exc_info = record.exc_text = None
    return record


def write_json() -> None:
    """Have every logger write JSON lines, those that Streamlit makes later among them."""

    def set_up(logger: Any) -> None:
        in_text(logger)
        logger.streamlit_console_handler.setFormatter(JsonLines())

    in_text, streamlit_logger.setup_formatter = streamlit_logger.setup_formatter, set_up
    streamlit_logger.update_formatter()
    rest = logging.StreamHandler()
    rest.setFormatter(JsonLines())
    logging.basicConfig(handlers=[rest])
    logging.captureWarnings(True)
