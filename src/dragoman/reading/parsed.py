"""What a parse is asked again and again, kept with it: spaCy works both out anew, word by word, each time."""

from typing import Any

TEXT, STARTS = "dragoman text", "dragoman starts"


def text_of(doc: Any) -> str:
    """The text of a parse."""
    kept: str | None = doc.user_data.get(TEXT)
    if kept is None:
        kept = doc.user_data[TEXT] = doc.text
    return kept


def starts_of(doc: Any) -> list[int]:
    """Where each word of a parse begins."""
    kept: list[int] | None = doc.user_data.get(STARTS)
    if kept is None:
        kept = doc.user_data[STARTS] = [t.idx for t in doc]
    return kept


__all__ = ["starts_of", "text_of"]
