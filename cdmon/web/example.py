"""The example programme, in a store of its own beside the person's."""

from threading import Lock

import streamlit as st

from cdmon.database import ROOT, Database, open_database
from cdmon.example import load_example

EXAMPLE = ROOT / "data" / "example.duckdb"

_loading = Lock()  # two visitors who ask at once: the second waits for the first


def open_example() -> Database:
    """Open the example's store; when it is not there yet, load it while a bar shows how far it is."""
    database = open_database(str(EXAMPLE))
    with _loading:
        bar = st.empty()
        load_example(database, lambda done, total, what: bar.progress(done / total, f"Loading the example: {what}"))
        bar.empty()
    return database
