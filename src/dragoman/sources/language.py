"""Which language a text is in. Only English is read, so a text that surely is not is turned away with a reason."""

import unicodedata
from functools import cache
from typing import Any

from babel import Locale

# The languages reports of states come in; a closer set than the model's 130 keeps near-English creoles out.
LANGUAGES = (
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa",
    "fi", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "ko", "ky",
    "la", "lo", "lt", "lv", "mk", "mn", "ms", "mt", "my", "ne", "nl", "no", "pl", "ps", "pt", "ro", "ru", "si",
    "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "tg", "th", "tl", "tr", "uk", "ur", "uz", "vi", "zh",
)  # fmt: skip
SAMPLE = 20_000
"""Characters looked at: enough to be sure, little enough to cost nothing."""
ENOUGH_LETTERS = 120
"""Below this a text gets the benefit of the doubt: names alone can look like any language."""
ENOUGH_OTHER_SCRIPT = 20
SURE = 0.95


def language_of(text: str) -> str | None:
    """ISO 639 code of the language of ``text``; None where it is too short or too mixed to be sure."""
    sample = text[:SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    if len(letters) < ENOUGH_LETTERS and not _other_script(letters):
        return None
    code, confidence = _model().classify(sample)
    return str(code) if confidence >= SURE else None


def language_name(code: str) -> str:
    """The English name of a language (``fr`` -> French)."""
    return str(Locale("en").languages.get(code, code))


def _other_script(letters: list[str]) -> bool:
    """Whether a short text is plainly not in Latin letters."""
    other = sum(1 for c in letters if not unicodedata.name(c, "").startswith(("LATIN", "FULLWIDTH LATIN")))
    return other >= ENOUGH_OTHER_SCRIPT and other > 0.7 * len(letters)


@cache
def _model() -> Any:
    # Loaded on first use (half a second) and kept apart from the library's own shared one, whose languages are global.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(LANGUAGES)
    return model
