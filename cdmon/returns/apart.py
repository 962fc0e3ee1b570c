"""Reads a large file apart from the server's process, so that it holds up nobody's page: Python runs one thread at a time.

How long it may take and how much memory it may use are bounded; only the server's process opens the store, so the child is handed the
programme's setting and gives back what it read.
"""

import io
import os
import pickle
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from time import monotonic

from cdmon.database import Database
from cdmon.problems import problem
from cdmon.returns.reading import Reading, reading
from cdmon.returns.setting import Setting, setting
from cdmon.tables.known import Known
from cdmon.workbooks.cells import Upload

LARGE, LARGE_UNPACKED = 1_000_000, 10_000_000  # bytes; some 20,000 rows of ten cells, which take about a second to check
LONGEST_CHECK = 300  # seconds, of which the child may work 120
STEP = 0.2  # seconds between two looks at whether the child has finished
AT_ONCE = 2  # children; further files wait their turn
CHILD = Path(__file__).with_name("reading_child.py")

Wait = Callable[[], None]  # called again and again while somebody waits; what it raises ends the reading

_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Ahead:
    """A large file that was read before its transaction begins: for which setting, and the reading, pickled."""

    setting: Setting
    pickled: bytes


def is_large(upload: Upload) -> bool:
    """Tell whether a file is to be read apart from the server's process."""
    return len(upload.content) >= LARGE or unpacked_size(upload.content) >= LARGE_UNPACKED


def unpacked_size(content: bytes) -> int:
    """Return how large the parts of a zipped workbook say they are, in bytes; 0 of any other file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return 0


def read_ahead(database: Database, upload: Upload, wait: Wait | None = None) -> Ahead | None:
    """Read a file before its transaction begins, so that it keeps no other writer waiting, if it is large; else None."""
    if not is_large(upload):
        return None
    with database.cursor() as cursor:
        current = setting(Known(cursor))
    return Ahead(current, read_apart(upload, current, wait))


def reading_of(upload: Upload, current: Setting, ahead: Ahead | None = None) -> Reading:
    """Return a file as it is read for a setting: as it was read ahead for the very same, apart from this process if it is large."""
    if ahead is not None and ahead.setting == current:
        return restored(ahead.pickled)
    return restored(read_apart(upload, current)) if is_large(upload) else reading(upload, current)


def restored(pickled: bytes) -> Reading:
    """Return a reading that the child has pickled."""
    found: Reading = pickle.loads(pickled)  # noqa: S301 (written by our own child)
    return found


def read_apart(upload: Upload, current: Setting, wait: Wait | None = None) -> bytes:
    """Return the pickled reading of a file by a child process: one that says so, where the child was ended or ended itself."""
    with turn(wait):
        returned = run_child(pickle.dumps((upload.file_name, upload.content, upload.mapping, current)), wait)
    if returned:
        return returned
    given_up = Reading()
    given_up.problems.take([problem("file-check-ended", value=upload.file_name)])
    return pickle.dumps(given_up)


@contextmanager
def turn(wait: Wait | None) -> Iterator[None]:
    """Wait until there is room for one more child."""
    while not _turns.acquire(timeout=STEP):
        if wait:
            wait()
    try:
        yield
    finally:
        _turns.release()


def run_child(content: bytes, wait: Wait | None) -> bytes:
    """Run the child on what it is handed, and return what it gives back; nothing when it dies or takes too long."""
    with TemporaryFile() as handed:  # a pipe would have to be fed while it is waited for
        handed.write(content)
        handed.seek(0)
        command, silent = [sys.executable, "-I", str(CHILD)], subprocess.DEVNULL
        child = subprocess.Popen(command, stdin=handed, stdout=subprocess.PIPE, stderr=silent, start_new_session=True)
    ends = monotonic() + LONGEST_CHECK
    try:
        while monotonic() < ends:
            try:
                returned, _ = child.communicate(timeout=STEP)
                return b"" if child.returncode else returned
            except subprocess.TimeoutExpired:
                if wait:
                    wait()
        return b""
    finally:
        end(child)


def end(child: subprocess.Popen[bytes]) -> None:
    """End a child that is still at work, and whatever it has started itself."""
    if child.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        child.kill()
    with child:  # closes its pipes
        pass
