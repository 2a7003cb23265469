"""One value that one claim gives of a slot."""

from dataclasses import dataclass
from typing import Any

from dragoman.matching.facets import Facets
from dragoman.matching.voices import Voice


@dataclass(frozen=True, slots=True)
class Said:
    """``value`` is JSON as the finding shows it; ``compared`` the parsed form that is compared with others."""

    value: Any
    compared: Any
    facets: Facets
    voice: Voice
