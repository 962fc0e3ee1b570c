"""The parts of definitions that say who may do what, and what the audit log tells of it."""

from typing import Literal

from cdmon.parts.part import Part

Scope = Literal["own", "all"]


class Role(Part):
    """Who somebody is to the programme."""

    code: str
    title: str
    who: str

    @property
    def named(self) -> str:
        """The role as it is spoken of: "a viewer"."""
        return f"{'an' if self.title[0] in 'AEIOU' else 'a'} {self.title.lower()}"


class Right(Part):
    """Something that can be done, with the roles that may: everywhere, or in the neighbourhoods that are their own."""

    code: str
    does: str
    may: dict[str, Scope]
    datasets: list[str] = []  # whose returns need this right to be sent, in the place of the usual one


class AuditKind(Part):
    """What a line of the audit log can tell."""

    code: str
    group: Literal["sent", "decided", "rights", "sign-in", "taken away"]
    did: str  # as it stands after the name of whoever did it
