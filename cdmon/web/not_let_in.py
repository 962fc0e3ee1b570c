"""Who was not let in: a line of the audit log for each sign-in, once, and so many an hour that no stranger can fill the log."""

import hashlib
from collections.abc import Hashable
from contextlib import suppress

from cdmon.audit_lines import keep_line
from cdmon.database import Cursor, Database, sql
from cdmon.made_once import MadeOnce
from cdmon.store.errors import StoreError
from cdmon.web.turns import Turns

DIGITS = 8  # of the hash of an address that is not on the list: enough to know it again, and too few to be sure whose it is

_kept = MadeOnce(1000)  # sign-ins: a page that is drawn again asks again
_turns = Turns(30, 3600)


def keep_refused(store: Database, why: str, address: str = "", sign_in: Hashable = None) -> None:
    """Keep that somebody was not let in, and why: under their name where the address is or was on the list of people.

    Of another address the beginning of its hash is kept and not the address. `sign_in` tells one attempt from the next. A line that cannot
    be written changes nothing for who is turned away.
    """
    address = address.strip().lower()

    def keep(cursor: Cursor) -> None:
        found = cursor.execute(sql("tables/person"), {"address": address}).fetchone() if address else None
        stranger = f", {hashlib.sha256(address.encode()).hexdigest()[:DIGITS]}" if address and not found else ""
        keep_line(cursor, "sign-in failed", found[0] if found else "", why + stranger)

    def once() -> bool:
        if not _turns.wait(""):
            with suppress(StoreError):
                store.write(keep, is_line=True)
        return True

    if sign_in is None:
        once()
    else:
        _kept.get((store.url, why, address, sign_in), once)
