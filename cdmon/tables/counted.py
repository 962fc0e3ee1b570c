"""The returns that count as arrays by their turn: what is known of many figures' returns without a copy for each figure."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cdmon.tables.known import Known

Array = npt.NDArray[Any]

TEXTS = {part: part for part in ("neighbourhood", "period", "independent", "mode", "frame", "coverage", "boundary")}
TEXTS["file"] = "submission_id"
NUMBERS = ("answered", "approached")


class Texts(NamedTuple):
    """Many texts of which few differ: each is that one of `words` which `numbers` says."""

    numbers: Array
    words: Array

    @property
    def whole(self) -> Array:
        """All of them as an array of objects."""
        return self.told(np.arange(len(self.numbers)))

    def take(self, which: Array) -> "Texts":
        """Return some of them, by their places."""
        return Texts(self.numbers[which], self.words)

    def used(self) -> "Texts":
        """Return them without the words that none of them is."""
        which, numbers = np.unique(self.numbers, return_inverse=True)
        return Texts(numbers, self.words[which])

    def told(self, which: Array) -> Array:
        """Return some of them as an array of objects; equal ones are one object."""
        found: Array = self.words[self.numbers[which]]
        return found

    def differing(self, which: Array) -> list[str]:
        """Return the different ones of some of them."""
        found: list[str] = self.words[np.bincount(self.numbers[which], minlength=len(self.words)) > 0].tolist()
        return found


class Counted(NamedTuple):
    """What is known of returns, at the place of each one's turn (of which the first is 1)."""

    texts: dict[str, Texts]
    period_date: Array
    provisional: Array
    numbers: dict[str, Array]

    def rows(self, turns: list[int]) -> list[dict[str, Any]]:
        """Return what is known of the returns of some turns as plain rows."""
        which = np.array(turns, int)
        columns = {part: each.told(which).tolist() for part, each in self.texts.items()}
        columns |= {part: each[which].tolist() for part, each in self.numbers.items()}
        columns |= {"period_date": self.period_date[which].tolist(), "provisional": self.provisional[which].tolist()}
        return in_rows(columns)


def counted(known: Known) -> Counted:
    """Return the returns that count, found once for each state of the store."""
    return known.kept("by turn", lambda: by_turn(known.returns))


def in_use(known: Known) -> frozenset[str]:
    """Return the codes of the neighbourhoods of the set-up that counts, and "" for the programme as a whole."""
    return known.kept("places in use", lambda: frozenset({"", *known.neighbourhoods["code"]}))


def by_turn(returns: pa.Table) -> Counted:
    """Return a table of returns by their turns."""
    rows = np.zeros(len(returns) + 1 if len(returns) else 0, np.int64)  # no return has the turn 0
    rows[returns["turn"].to_numpy()] = np.arange(len(returns))
    states = encoded(returns["state"])
    return Counted(
        {part: encoded(returns[column]).take(rows) for part, column in TEXTS.items()},
        returns["period_date"].to_numpy().astype("datetime64[D]")[rows],
        (states.words == "submitted")[states.numbers][rows],
        {part: returns[part].to_numpy().astype(float)[rows] for part in NUMBERS},
    )


def encoded(column: "pa.ChunkedArray[Any]") -> Texts:
    """Return a column of texts of the store, in which none is missing."""
    found = column.cast(pa.string()).combine_chunks().dictionary_encode()
    return Texts(found.indices.to_numpy(zero_copy_only=False), np.array([*found.dictionary.to_pylist()], object))


def in_rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Return columns as plain rows."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
