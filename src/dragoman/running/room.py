"""Room for matching: a build that has read its reports needs no language models any more."""

import ctypes
import gc
import sys

MANY = 20_000
"""Claims of a record from which on the models are put away before it is matched; to load them again takes seconds."""
_LOADED = (
    ("dragoman.reading.read", "language_model"),
    ("dragoman.coding.model", "load_model"),
    ("dragoman.coding.tokens", "tokenizer"),
)
"""What holds a model once it is loaded."""


def put_away() -> None:
    """Lets go of the language models of this process, if it has loaded any; they are loaded again when they are needed.

    About 100 MB; what the libraries themselves take stays.
    """
    for module, name in _LOADED:
        if module in sys.modules:
            getattr(sys.modules[module], name).cache_clear()
    gc.collect()
    _give_back()


def _give_back() -> None:
    """Hands freed memory back to the system, where its C library can (glibc keeps it otherwise)."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return
