"""Where a store is: the path of a file, or a lake with its catalog and its data; and the name by which people are told of it."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cdmon.store.errors import StoreError

LAKE = "ducklake:"
POSTGRES = "postgres:"
S3 = "s3://"
# What would be read by everybody who lists processes or reads a log. A password belongs in a file that PGPASSFILE names.
CREDENTIALS = re.compile(r"password\s*=|://[^/@\s]*:[^/@\s]*@|secret\s*=|key_id\s*=", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """Of a file, `catalog` and `data` are empty. `url` opens the store and is never shown; `name` is what people are told.

    `reader` is the service of PostgreSQL as which a lake is read; "" where it is read as it is written.
    """

    url: str
    catalog: str = ""
    data: str = ""
    reader: str = ""

    @property
    def is_lake(self) -> bool:
        """Whether the store is a DuckLake."""
        return self.url.startswith(LAKE)

    @property
    def is_on_s3(self) -> bool:
        """Whether the store is a DuckLake whose data are in an object store."""
        return self.data.startswith(S3)

    @property
    def is_on_postgres(self) -> bool:
        """Whether the store is a DuckLake whose catalog is in PostgreSQL."""
        return self.catalog.startswith(POSTGRES)

    @property
    def catalog_to_read(self) -> str:
        """What DuckLake attaches to read a lake."""
        return f"{POSTGRES}service={self.reader}" if self.reader else self.catalog

    @property
    def name(self) -> str:
        """The path of the file; of a lake that of its catalog, or the name of its service or database and nothing else of its address."""
        if not self.is_on_postgres:
            return self.catalog or self.url
        named = dict(re.findall(r"(\w+)\s*=\s*'?([^\s']+)", self.catalog.removeprefix(POSTGRES)))
        return str(named.get("service") or named.get("dbname") or "on PostgreSQL")


@cache  # asked at each click, and to find the folder asks the system for each of those above it
def address_of(url: str) -> Address:
    """Read the address of a store, of which the same store has one; StoreError for one that holds a password, or cannot be.

    A path means what it meant when it was asked for first, wherever the process or a link of the system has gone since.
    """
    if CREDENTIALS.search(url):
        raise StoreError(
            "The address of the store holds a password, which others could read. Take it out: write the server's address into a file that "
            "PGSERVICEFILE names and the password into one that PGPASSFILE names, and give the store as "
            "ducklake:postgres:service=NAME?data=FOLDER."
        )
    if not url.startswith(LAKE):
        return Address(str(Path(url).resolve()))
    lake, _, reader = url.removeprefix(LAKE).partition("&reader=")
    catalog, _, data = lake.partition("?data=")
    if "://" in data and not data.startswith(S3):
        raise StoreError(
            f"The data of a lake are in a folder or under {S3}BUCKET/FOLDER. Check what follows ?data= in the address of the store."
        )
    data = (data.rstrip("/") if data.startswith(S3) else str(Path(data or "data/lake").resolve())) + "/"
    if reader and not (catalog.startswith(POSTGRES) and re.fullmatch(r"[\w.-]+", reader)):
        raise StoreError(
            "After &reader= stands a service of PostgreSQL, as which a lake is read whose catalog is there: letters, digits, . - _"
        )
    return Address(url, catalog, data, reader)
