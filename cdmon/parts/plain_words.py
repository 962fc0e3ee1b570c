"""What the summary for residents says, in plain words."""

from typing import Literal

from cdmon.parts.part import Part


class PlainWords(Part):
    """Plain words for an indicator's figure, for a verdict on a change, or for how a matter stands that residents raised."""

    of: Literal["figure", "verdict", "matter"]
    code: str
    words: str
