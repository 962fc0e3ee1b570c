"""Whether a store is whole: every cell can be read, every file is as it was sent, and none that was acknowledged is missing."""

from dataclasses import dataclass

from cdmon.database import Cursor, sql
from cdmon.store.chain import broken, last, there
from cdmon.upkeep.fingerprints import Fingerprint, fingerprints


@dataclass(frozen=True)
class Verified:
    """What a store holds, a sentence for each thing that is wrong, how many files were sent, and the link that stands for all of them."""

    files: int
    link: str
    tables: dict[str, Fingerprint]
    wrong: list[str]


def verify(cursor: Cursor) -> Verified:
    """Read all of a store, and look for what is missing or another; StoreError (by the cursor) where a part cannot be read."""
    tables = fingerprints(cursor)
    wrong = [f"{each[:1].upper()}{each[1:]}." for each in broken(cursor, there(tables))]
    wrong += [f"The file of the submission {each} is not as it was sent." for (each,) in cursor.execute(sql("files_altered")).fetchall()]
    unbound = "SELECT count(*) FROM submissions ANTI JOIN submission_chain USING (submission_id)"
    if (count := cursor.execute(unbound).fetchall()[0][0]) > 0:
        wrong.append(f"Files that were not sent through cdmon: {count}.")
    return Verified(*last(cursor), tables, wrong)
