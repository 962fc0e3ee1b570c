"""Many names, among which one is looked for that is much like another: quickly, as a register may be long."""

from collections import defaultdict

from rapidfuzz import fuzz, process

from cdmon.tables.group_names import ALIKE, numbers_in, words_of


class Alike:
    """Names of groups of one place; the words of the place's own name make no difference, unless a name has no others."""

    def __init__(self, place: str) -> None:
        """Begin without names."""
        self.place = words_of(place)
        self.names: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.texts: dict[tuple[str, ...], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))

    def add(self, name: str) -> None:
        """Add a name to those that are looked through."""
        self.names[numbers_in(name)].append(name)
        for texts, text in zip(self.texts[numbers_in(name)], self.told(name), strict=True):
            texts.append(text)

    def likest(self, name: str) -> tuple[str, float] | None:
        """Return the name that is most like another and its score of 100, as `likeness` has it; None where none is as much as ALIKE."""
        pairs = zip(self.told(name), self.texts[numbers_in(name)], strict=True)
        found = [process.extractOne(text, texts, scorer=fuzz.ratio, score_cutoff=ALIKE) for text, texts in pairs]
        best = max((each for each in found if each is not None), key=lambda each: each[1], default=None)
        return None if best is None else (self.names[numbers_in(name)][best[2]], best[1])

    def told(self, name: str) -> tuple[str, str]:
        """Return a name as it is compared: its letters, and its words in order of the alphabet."""
        words = words_of(name, self.place) or words_of(name)
        return "".join(words), " ".join(sorted(words))
