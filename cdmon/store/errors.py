"""What can be wrong with a store, in a sentence each with the way back; known by DuckDB's own errors, whose text nobody is shown."""

import re

import duckdb

from cdmon.refusal import Refusal

ELSEWHERE = "Check the path, or name another store in CDMON_DATABASE."
# What each is known by, once all that DuckDB quotes (paths, addresses, queries) is taken out of its message.
KNOWN_BY = {
    "in use": r'Could not set lock on file "": Conflicting lock is held',
    "full": r'Could not (write|truncate|sync)[\w ]* file "": (No space left on device|File too large|Disk quota exceeded)|'
    r'Could not write all bytes to file ""',
    "read-only": r'Could not write file "": Read-only|Cannot open file "": (Permission denied|Read-only file system|'
    r"Operation not permitted)|"
    r"Attempting to (write|execute).* read-only",
    "another kind": r'The file "" exists, but it is not a valid DuckDB database file',
    "newer": r"Trying to read a database file with version number",
    "damaged": r'Corrupt (database|WAL) file: |Failure while replaying WAL file ""|Could not read enough bytes from file ""|'
    r"No magic bytes found at end of file|Failed to deserialize",
    "crowded": r"too many clients|remaining connection slots|too many connections",
    "refused": r'Unable to connect to Postgres at "": connection to server .* failed: (FATAL|fe_sendauth)|'
    r'definition of service "" not found|'
    r'Existing DuckLake at metadata catalog "" does not exist|'
    r"permission denied for (table|schema|database)",
    "locked": r"HTTP( code)? 403",
    "elsewhere": r'DATA_PATH parameter "" does not match',
    "away": r'Unable to connect to Postgres at ""|Could not establish connection|Could not connect to server',
    "lost": r"server closed the connection|terminating connection|Failed to commit: Failed to execute query",
    "not there": r'(Cannot open|Could not read from) file "": (No such file|Is a directory|Not a directory)',
    "broken off": r"database has been invalidated|Failed to create checkpoint|Connection already closed",
}
SENTENCES = {
    "in use": "Another program has the store {name} open (a running dashboard, perhaps). Close it and try again, or send the file through "
    "the dashboard's Upload page.",
    "full": "There is no room left for the store {name}. Nothing of this was stored; what was stored before is whole. Make room on "
    "its disk, "
    "and do it again.",
    "read-only": "cdmon may not write to the store {name}. Nothing of this was stored. Let the user that cdmon runs as write to its "
    "file and "
    "its folder (or, where the disk can only be read, put the store on another), and try again.",
    "another kind": "{name} is not a cdmon store but a file of another kind, and was left as it is. " + ELSEWHERE,
    "newer": "The store {name} was written by a newer cdmon. Update cdmon, or name another store in CDMON_DATABASE.",
    "damaged": "The store {name} is damaged: a part of its file is not as it was written. Close every program that uses it, keep the file, "
    "and put your last backup in its place.",
    "crowded": "The server of the store {name} has no connection left, as so many people use it at once. Try again in a moment; "
    "whoever looks after PostgreSQL can let it take more (max_connections).",
    "refused": "The server of the store {name} does not let cdmon in, or does not know what it is asked for. Check the service, the "
    "database, the role, its password and its rights; the files of PGSERVICEFILE and PGPASSFILE must belong to the user that cdmon "
    "runs as.",
    "locked": "The bucket of the store {name} does not let cdmon in. Check the two keys in cdmon's environment (AWS_ACCESS_KEY_ID writes, "
    "CDMON_READER_AWS_ACCESS_KEY_ID reads) and what the bucket lets each do: deploy/bucket-writer.json and deploy/bucket-reader.json say "
    "what they need.",
    "elsewhere": "The data of the store {name} are not where its address says, or its service leads to another store. Check the service "
    "and what follows ?data=.",
    "away": "The store {name} cannot be reached: its server does not answer. Nothing of this was stored. Start the server, or put its "
    "address "
    "right, and try again.",
    "lost": "The connection to the store {name} was lost. Whether this was stored is not known: look in History before you do it again.",
    "not there": "{name} cannot be opened as a cdmon store: a file of it is not there, or is not a file. " + ELSEWHERE,
    "broken off": "The store {name} had to be opened anew. Load the page again.",
}
# What else may be wrong with files, servers and memory, and not with a query of ours.
OUTSIDE = (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException, duckdb.PermissionException, duckdb.ConnectionException)


class StoreError(Refusal):
    """The store cannot be opened, read or written to; the message says what to do about it."""


def told(error: duckdb.Error, name: str) -> StoreError | None:
    """Return what a person is told of DuckDB's error about the store of a name; None where it is a fault of ours."""
    text = re.sub(r'"[^"]*"|\'[^\']*\'', '""', str(error))
    if "transaction is launched in read-only mode" in text:  # somebody writes by what is given to read
        return None
    if isinstance(error, (*OUTSIDE, duckdb.InvalidInputException, duckdb.SerializationException)) or type(error) is duckdb.Error:
        for kind, known in KNOWN_BY.items():
            if re.search(known, text, re.DOTALL):
                return StoreError(SENTENCES[kind].format(name=name))
    if isinstance(error, OUTSIDE):
        return StoreError(f"The store {name} could not do this ({type(error).__name__}). Try again; then look at its disk and its server.")
    return None


def is_overtaken(error: duckdb.TransactionException) -> bool:
    """Return whether a transaction failed because that of another writer was first, so that it can be done again."""
    return re.search(r"^TransactionContext Error: (Conflict on|.*Transaction conflict)", str(error), re.DOTALL) is not None
