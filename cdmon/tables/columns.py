"""Many figures at once, an array for each part of them: what a programme of thousands of neighbourhoods is pooled from."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmon.statistics.samples import sampling_fraction
from cdmon.tables.counted import Texts
from cdmon.tables.figures import Figure, Roles

Array = npt.NDArray[Any]

TEXTS = ("neighbourhood", "period", "asked", "mode", "frame", "coverage", "boundary", "obstacle", "independent", "provenance", "file")
FLAGS = ("design_known", "provisional")
NUMBERS = (
    "value", "n", "n_counted", "n_effective", "degrees", "size", "no_answer", "population", "adults", "answered", "approached",
    "months", "shared_months", "shared", "version", "assumed",
)  # fmt: skip


class Columns:
    """The figures of an indicator in many places as arrays by part: those of NUMBERS (floats), TEXTS, FLAGS and `period_date`.

    They are those of `which`, by their places in the parts, so that to take some of the figures copies nothing before a part is asked for.
    `place` numbers the places, and `is_latest` says which of a place's two figures each is. `file`, `answered` and `approached` are those
    of a figure's `Response`, "" and NaN where it has none.
    """

    def __init__(self, parts: Mapping[str, Array | Texts], which: Array | None = None) -> None:
        """Take arrays of one length, and which of their figures are meant; all if not given."""
        self.parts = parts
        self.which: Array = np.arange(len(parts["is_latest"])) if which is None else which

    @classmethod
    def of(cls, places: Mapping[str | None, Roles]) -> "Columns":
        """Return the figures of places."""
        told = [(number, role, each) for number, roles in enumerate(places.values()) for role, each in roles.items()]
        rows = [as_row(each) for _, _, each in told]
        parts: dict[str, Array | Texts] = {part: np.array([row[part] for row in rows], object) for part in TEXTS}
        parts |= {part: np.array([row[part] for row in rows], float) for part in NUMBERS}
        parts |= {part: np.array([row[part] for row in rows], bool) for part in FLAGS}
        parts["period_date"] = np.array([each.period_date for _, _, each in told], "datetime64[D]")
        parts["place"] = np.array([number for number, _, _ in told], int)
        parts["is_latest"] = np.array([role == "latest" for _, role, _ in told], bool)
        return cls(parts)

    def __getitem__(self, part: str) -> Array:
        """Return a part of all figures."""
        each = self.parts[part]
        return each.told(self.which) if isinstance(each, Texts) else each[self.which]

    def __len__(self) -> int:
        """Return how many figures there are."""
        return len(self.which)

    def take(self, which: Array) -> "Columns":
        """Return some of the figures, by their places or by marks."""
        return Columns(self.parts, self.which[which])

    def but(self, parts: Mapping[str, Array]) -> "Columns":
        """Return the figures with some parts that are others, or new."""
        return Columns({**{part: each.take(self.which) for part, each in self.parts.items() if part not in parts}, **parts})

    def told(self, part: str) -> list[str]:
        """Return the different texts of a part, in order."""
        each = self.parts[part]
        return sorted(each.differing(self.which) if isinstance(each, Texts) else set(self[part].tolist()))

    @property
    def part(self) -> Array:
        """Which part of all that there are the base of each is (see `Figure.part`)."""
        of_file = (self["coverage"] == "census") & ~np.isnan(self["approached"])
        with np.errstate(invalid="ignore", divide="ignore"):
            census = self["answered"] / self["approached"] * self["n"] / (self["n"] + self["no_answer"])
        of_adults = sampling_fraction(self["n"], np.nan_to_num(self["adults"]))
        return np.where(np.isnan(self["adults"]), np.where(of_file, census, 0.0), of_adults)


def as_row(figure: Figure) -> dict[str, Any]:
    """Return the parts of a figure, those of its response among them."""
    file, answered, approached = figure.responses[0] if len(figure.responses) == 1 else ("", np.nan, np.nan)
    named = {part: getattr(figure, part) for part in Figure.__slots__}
    return named | {"file": file, "answered": answered, "approached": approached}
