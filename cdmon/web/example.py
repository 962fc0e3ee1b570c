"""The example programme, in a store of its own beside the person's."""

from threading import Lock

import streamlit as st

from cdmon.database import Database, open_database
from cdmon.example import STORE, load_example

_loading = Lock()  # two visitors who ask at once: the second waits for the first
_loaded: set[Database] = set()  # whole; a loading that somebody broke off goes on where it stopped


def open_example() -> Database:
    """Open the example's store, loading what is not in it yet while a bar shows how far it is; Refusal when that cannot be."""
    database = open_database(str(STORE))
    with _loading:
        if database not in _loaded:
            bar = st.empty()
            load_example(database, lambda done, total, name: tell_progress(bar, done, total, name))
            bar.empty()
            _loaded.add(database)
    return database


def tell_progress(bar: st.delta_generator.DeltaGenerator, done: int, total: int, name: str) -> None:
    """Show how many files are loaded, and which is next."""
    if done < total:
        bar.progress(done / total, f"Loading the example, file {done + 1} of {total}: {name}")
