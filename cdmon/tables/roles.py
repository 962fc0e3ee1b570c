"""What each role may do, as people read it."""

import pandas as pd

from cdmon.definitions import load
from cdmon.rights import sentence

SAID = {"all": "everywhere", "own": "own neighbourhoods", None: "no"}


def read_roles() -> pd.DataFrame:
    """Return what can be done, a row each, with a column for each role that says where it may: everywhere, own neighbourhoods, no."""
    roles = load().roles
    rows = [
        {"What": sentence(right.does)} | {role.title: SAID[right.may.get(code)] for code, role in roles.items()}
        for right in load().rights.values()
    ]
    return pd.DataFrame(rows)
