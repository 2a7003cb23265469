"""Names that stand for more than one thing, and the words that tell which is meant."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sense:
    """What an ambiguous name means (an id, or None: nothing the lists know) where its words fit."""

    means: str | None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()
    """Words that decide it in its sentence and, where the report does not name the default, from anywhere in it."""

    def fits(self, before: str, after: str) -> bool:
        """Whether the text before and after the name (both within its sentence) calls for this sense."""
        left, right = before.rstrip(), after.lstrip(" -")
        if any(_ends_with_word(left, word) for word in self.before):
            return True
        if any(_starts_with_word(right, word) for word in self.after):
            return True
        if any(has_word(before, word) or has_word(after, word) for word in self.anywhere):
            return True
        return any(word in before or word in after for word in self.near)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name with several senses: the first that fits wins, else ``default``."""

    term: str
    default: str | None
    senses: tuple[Sense, ...] = ()

    def meaning(self, before: str, after: str) -> str | None:
        """The id the name stands for between these two pieces of its sentence, or None."""
        return next((s.means for s in self.senses if s.fits(before, after)), self.default)

    def throughout(self, whole: str) -> str | None:
        """The id that words anywhere in a report call for, or None where none does."""
        return next((s.means for s in self.senses if any(has_word(whole, word) for word in s.anywhere)), None)


def has_word(text: str, word: str) -> bool:
    """Whether a word stands in a text as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if word[-1:].isalnum() else ""), text) is not None


def _ends_with_word(text: str, word: str) -> bool:
    return text.endswith(word) and not text[: -len(word)][-1:].isalnum()


def _starts_with_word(text: str, word: str) -> bool:
    return text.startswith(word) and not text[len(word) :][:1].isalnum()


__all__ = ["Ambiguous", "Sense", "has_word"]
