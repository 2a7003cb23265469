"""Names as they are compared: without case, accents, punctuation or a leading article."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans({
    "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
    "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "'": "", "’": "", "`": "",
})


def fold(name: str) -> str:
    """``name`` in the form that its spellings share: "The Étoile  group" and "etoile Group" give "etoile group".

    What is folded stays as it is when it is folded again.
    """
    # Compatibility forms first: some of them come apart into capitals.
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).translate(_LETTERS).casefold())
    letters = "".join(c for c in text if not unicodedata.combining(c))
    found = re.sub(r"[\W_]+", " ", letters).strip()
    return re.sub(r"^(?:the )+", "", found)
