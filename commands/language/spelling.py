"""The known word that a misspelt one is nearest to."""

from collections import defaultdict
from collections.abc import Iterable

# Of so many misspelt words it is remembered which known ones they are like.
_MOST_ALIKE = 10_000


def alike(word: str, known: Iterable[str], near: int) -> list[tuple[str, int]]:
    """The known words that differ from a word by at most `near` letters, and by how many; the nearest first."""
    from rapidfuzz import process  # not before somebody misspells a word
    from rapidfuzz.distance import OSA

    found = process.extract(word, [*known], scorer=OSA.distance, score_cutoff=near, limit=None)
    return [(one, int(by)) for one, by, _ in found]


def slips(word: str, known: Iterable[str]) -> list[str]:
    """The known words that a word is by a slip of the finger: two letters swapped, one too few or one too many.

    Another letter makes another word of it («passer» and «passed»), and so does another beginning («uferdig») or a
    longer end («release» and «released»).
    """
    return [one for one, _ in alike(word, known, 1) if one[0] == word[0] and _is_slip(word, one)]


def _is_slip(word: str, meant: str) -> bool:
    if len(word) == len(meant):
        return sorted(word) == sorted(meant)
    return not meant.startswith(word) and not word.startswith(meant)


class Spelling:
    """Words by their stems, ready to be compared by the letters that one must change, swap, add or take away."""

    def __init__(self) -> None:
        self._spelled: dict[str, str] = {}
        self._by_length: dict[int, dict[str, list[str]]] = defaultdict(dict)
        self._alike: dict[tuple[str, int | None], str | None] = {}

    def know(self, word_stem: str, word: str) -> None:
        """Know how a word is spelled."""
        if word_stem and word_stem not in self._spelled:
            self._spelled[word_stem] = word
            self._by_length[len(word_stem)].setdefault(word_stem[0], []).append(word_stem)
            self._alike.clear()

    def like(self, wanted: str, near: int | None = None) -> str | None:
        """The word that a stem is nearest to, `near` letters at most; None where there is none, or several as near."""
        if (wanted, near) not in self._alike:
            if len(self._alike) >= _MOST_ALIKE:
                self._alike.clear()
            self._alike[wanted, near] = self._nearest(wanted, near or (1 if len(wanted) < 8 else 2))
        return self._alike[wanted, near]

    def _nearest(self, wanted: str, near: int) -> str | None:
        # Of a short word a letter may be missing or two be swapped; another first letter makes another word of it.
        shortest = max(4, len(wanted) - near)
        lengths = [self._by_length.get(length, {}) for length in range(shortest, len(wanted) + near + 1)]
        if len(wanted) <= 7:
            known = [word for words in lengths for word in words.get(wanted[0], ())]
        else:
            known = [word for words in lengths for several in words.values() for word in several]
        found = alike(wanted, known, near)
        if not found or (len(found) > 1 and found[1][1] == found[0][1]):
            return None
        return self._spelled[found[0][0]]
