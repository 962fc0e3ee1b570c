"""Reading a lake on PostgreSQL: through a connection of its own, attached so that it cannot write, by a role that may not."""

import duckdb

from cdmon.store.address import Address
from cdmon.store.connecting import connect
from cdmon.store.errors import StoreError, told

MAY_WRITE = """
    SELECT bool_or(has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) OR has_schema_privilege('public', 'CREATE')
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""


def connect_reader(address: Address) -> duckdb.DuckDBPyConnection:
    """Connect to a lake to read it, as the reader that its address names, else as who writes.

    StoreError where the reader cannot be reached, reads another lake, or may write.
    """
    connection = connect(address, to_read=True)
    try:
        if address.reader:
            _refuse_writing(connection, address.reader)
    except BaseException as error:
        connection.close()
        if isinstance(error, duckdb.Error) and (refusal := told(error, address.reader)) is not None:
            raise refusal from None
        raise
    return connection


def _refuse_writing(connection: duckdb.DuckDBPyConnection, reader: str) -> None:
    ((may_write,),) = connection.execute("FROM postgres_query('__ducklake_metadata_store', ?)", [MAY_WRITE]).fetchall()
    if may_write:
        raise StoreError(
            f"The role of the service {reader} may write to the store, which is there to be read. Give it the rights that "
            "deploy/roles.sql gives a reader, and no others."
        )
