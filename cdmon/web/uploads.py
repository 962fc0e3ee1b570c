"""How many uploaded files the server holds: bounded for each visitor and for all; Streamlit by itself bounds only the size of one."""

import asyncio
import ctypes
import gc
import re
import sys
from collections import Counter

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.caching.ttl_cache import TTLCache
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from cdmon.returns.apart import forget

MOST_FILES = 100  # of one visitor at a time; what has been sent is let go
MOST_OF_ONE, MOST_OF_ALL = 100_000_000, 400_000_000  # bytes
UNTOLD = 25_000_000  # that a file is taken for whose request does not say how long it is: the most that Streamlit takes
MINUTE = 60  # seconds
PLACE = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)$")

Held = dict[tuple[str, str], int]  # the size of a file by the visitor's session and the file's own name


class UploadLimits:
    """Refuses a file for which there is no room before it is read, those counted that are still on their way."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.arriving: Held = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it brings a file that is too much."""
        found = PLACE.search(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if found is None:
            await self.app(scope, receive, send)
            return
        file, size = (found[1], found[2]), int(Headers(scope=scope).get("content-length", UNTOLD))
        if not has_room(stored() | self.arriving | {file: size}, file[0]):
            await PlainTextResponse("Too many files at once. Send or remove some first.", 413)(scope, receive, send)
            return
        self.arriving[file] = size
        try:
            await self.app(scope, receive, send)
        finally:
            self.arriving.pop(file, None)


def has_room(held: Held, session: str) -> bool:
    """Tell whether the server may hold these files, the last of which is this session's."""
    sizes = Counter[str]()
    for (of, _), size in held.items():
        sizes[of] += size
    files = sum(of == session for of, _ in held)
    return files <= MOST_FILES and sizes[session] <= MOST_OF_ONE and sizes.total() <= MOST_OF_ALL


def stored() -> Held:
    """Return the files that the server holds; Streamlit lets those of a session go when it ends."""
    manager = Runtime.instance().uploaded_file_mgr if Runtime.exists() else None
    if not isinstance(manager, MemoryUploadedFileManager):
        return {}
    sessions = list(manager.file_storage.items())
    return {(session, name): len(file.data) for session, files in sessions for name, file in list(files.items())}


async def keep_letting_go() -> None:
    """Let go of what visitors who have left had sent, every minute; Streamlit keeps it for two, in case that they come back."""
    while True:
        await asyncio.sleep(MINUTE)
        let_go()


def let_go() -> None:
    """Let go of sessions that are over, with their files, and give their memory back to the system.

    Streamlit by itself does so only when the next visitor leaves, and Python's collector has come by.
    """
    sessions = Runtime.instance()._session_mgr if Runtime.exists() else None
    storage = getattr(sessions, "_session_storage", None)
    if isinstance(storage, MemorySessionStorage) and isinstance(storage._cache, TTLCache) and storage._cache.expire():
        forget()
        gc.collect()
        give_back()


def give_back() -> None:
    """Give memory that is free back to the system, where the C library (glibc) would keep it for later."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
