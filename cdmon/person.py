"""Who asks: somebody with a role in the programme, or whoever sits at the machine that has the store."""

from dataclasses import dataclass
from datetime import datetime

EVERYWHERE = "*"  # in the place of neighbourhoods: all of them, and the programme as a whole


@dataclass(frozen=True)
class Person:
    """Somebody by the name that their acts bear, with a role of `data/definitions/roles.yaml` and the neighbourhoods that are their own.

    Who has an `address` is on the programme's list of people, which is asked again whenever they do something; without one, role and
    neighbourhoods are those given here.
    """

    name: str
    role: str
    neighbourhoods: tuple[str, ...] = (EVERYWHERE,)
    address: str = ""
    signed_in: tuple[datetime, datetime] | None = None  # from when until when (UTC) their sign-in holds; None where none is needed

    def has_as_own(self, neighbourhood: str) -> bool:
        """Tell whether a neighbourhood, "" for the whole programme, is one of this person's own."""
        return EVERYWHERE in self.neighbourhoods or (neighbourhood != "" and neighbourhood in self.neighbourhoods)


AT_THE_MACHINE = Person("not signed in", "administrator")
