"""Reads a large file before its transaction begins, in a child process (see `cdmon.returns.apart`)."""

import pickle
from dataclasses import dataclass

from cdmon.database import Database
from cdmon.problems import problem
from cdmon.returns.apart import Wait, call_apart, is_large, restored
from cdmon.returns.reading import Reading, reading, without_cells
from cdmon.returns.setting import Setting, setting
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload


@dataclass(frozen=True)
class Ahead:
    """A large file that was read before its transaction begins: for which setting, and the reading, pickled."""

    setting: Setting
    pickled: bytes


def read_ahead(database: Database, upload: Upload, wait: Wait | None = None) -> Ahead | None:
    """Read a file before its transaction begins, so that it keeps no other writer waiting, if it is large; else None."""
    if not is_large(upload):
        return None
    with database.cursor() as cursor:
        current = setting(Known(cursor))
    return Ahead(current, read_apart(upload, current, wait))


def reading_of(upload: Upload, current: Setting, ahead: Ahead | None = None) -> Reading:
    """Return a file as it is read for a setting: as it was read ahead for the very same, apart from this process if it is large."""
    if not is_large(upload):
        return reading(upload, current)
    found: Reading = restored(ahead.pickled if ahead and ahead.setting == current else read_apart(upload, current))
    return found


def read_apart(upload: Upload, current: Setting, wait: Wait | None = None) -> bytes:
    """Return the pickled reading of a file by a child process: one that says so, where the child was ended or ended itself."""
    returned = call_apart(without_cells, upload, current, wait=wait)
    if returned:
        return returned
    given_up = Reading()
    given_up.problems.take([problem("file-check-ended", value=upload.file_name)])
    return pickle.dumps(given_up)
