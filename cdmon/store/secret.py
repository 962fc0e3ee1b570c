"""What opens an object store: taken from the environment as every S3 tool takes it, for one folder, and never written down."""

import os
from urllib.parse import urlsplit

import duckdb

from cdmon.store.errors import StoreError

OF_THE_READER = {  # by what a key that may only read is named
    "AWS_ACCESS_KEY_ID": "CDMON_READER_AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY": "CDMON_READER_AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN": "CDMON_READER_AWS_SESSION_TOKEN",
}


def give_secret(connection: duckdb.DuckDBPyConnection, folder: str, to_read: bool = False) -> None:
    """Let a connection read and write what is under an s3:// folder; StoreError when the environment says not as whom.

    Read are AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION (or AWS_DEFAULT_REGION) and AWS_ENDPOINT_URL; and
    `to_read` the first three with CDMON_READER_ before them, where they are given.
    """
    given = dict(os.environ)
    if to_read and given.get(OF_THE_READER["AWS_ACCESS_KEY_ID"]):
        given |= {name: given.get(of_the_reader, "") for name, of_the_reader in OF_THE_READER.items()}
    if not (given.get("AWS_ACCESS_KEY_ID") and given.get("AWS_SECRET_ACCESS_KEY")):
        raise StoreError(
            f"The store's data are in an object store ({folder}). Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in cdmon's environment "
            "to an account that may read and write there, and AWS_REGION or AWS_ENDPOINT_URL to where it is."
        )
    parts = {
        "SCOPE": folder,
        "KEY_ID": given["AWS_ACCESS_KEY_ID"],
        "SECRET": given["AWS_SECRET_ACCESS_KEY"],
        "SESSION_TOKEN": given.get("AWS_SESSION_TOKEN", ""),
        "REGION": given.get("AWS_REGION") or given.get("AWS_DEFAULT_REGION") or "us-east-1",
    }
    if endpoint := given.get("AWS_ENDPOINT_URL"):
        address = urlsplit(endpoint)
        parts |= {
            "ENDPOINT": address.netloc + address.path.rstrip("/"),
            "URL_STYLE": "path",
            "USE_SSL": str(address.scheme == "https").lower(),
        }
    said = ", ".join(f"{name} '{quoted(value)}'" for name, value in parts.items() if value)
    connection.execute(f"CREATE SECRET (TYPE s3, {said})")


def quoted(text: str) -> str:
    """Return a text as it stands between single quotes in SQL."""
    return text.replace("'", "''")
