"""Works on a large file apart from the server's process, so that it holds up nobody's page: Python runs one thread at a time.

How long it may take and how much memory it may use are bounded. Only the server's process opens the store: a child is handed what it needs
to know of it.
"""

import io
import os
import pickle
import signal
import subprocess
import sys
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from time import monotonic
from typing import Any, TypeVar

from cdmon.refusal import Refusal
from cdmon.workbooks.cells import UnreadableFile, Upload

LARGE, LARGE_UNPACKED = 1_000_000, 10_000_000  # bytes; some 20,000 rows of ten cells, which take about a second to check
LONGEST_CHECK = 300  # seconds, of which the child may work 120
STEP = 0.2  # seconds between two looks at whether the child has finished
AT_ONCE = 2  # children; further files wait their turn
REMEMBERED = 100_000_000  # bytes of what children have returned, for who sends what they have looked through
CHILD = Path(__file__).with_name("child.py")

T = TypeVar("T")
Wait = Callable[[], None]  # called again and again while somebody waits; what it raises ends the reading

_turns = BoundedSemaphore(AT_ONCE)
_returned: deque[tuple[object, bytes]] = deque()  # what was asked of children, and what they have returned


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


def made(make: Callable[..., T], upload: Upload, *more: object, wait: Wait | None = None) -> T:
    """Return what a function makes of a file, apart from this process if the file is large; Refusal where that takes too much.

    What it raises for a person to read, a Refusal or UnreadableFile, is raised here, too.
    """
    if not is_large(upload):
        return make(upload, *more)
    returned = call_apart(make, upload, *more, wait=wait)
    if not returned:
        raise Refusal(f"{upload.file_name} takes more time or memory than there is for one file. Part it into several.")
    found: T = restored(returned)
    if isinstance(found, (Refusal, UnreadableFile)):
        raise found
    return found


def restored(pickled: bytes) -> Any:
    """Return what the child has pickled."""
    return pickle.loads(pickled)  # noqa: S301 (written by our own child)


def call_apart(function: Callable[..., object], upload: Upload, *more: object, wait: Wait | None = None) -> bytes:
    """Return the pickled result of a function of a file by a child process; nothing where the child was ended or ended itself.

    What was asked for before is not worked out again: who sends a file, or decides about a name in it, has waited for it once.
    """
    asked = (function, upload.file_name, upload.read_as, more)
    for asked_before, returned in [*_returned]:
        if asked_before == asked:
            return returned
    with turn(wait):
        returned = run_child(pickle.dumps((function, (replace(upload), *more))), wait)  # a copy, which has read nothing yet
    if returned:
        _returned.append((asked, returned))
    with suppress(IndexError):  # somebody else has just let all of it go
        while sum(len(each) for _, each in [*_returned]) > REMEMBERED:
            _returned.popleft()
    return returned


def forget() -> None:
    """Let go of what children have returned."""
    _returned.clear()


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
