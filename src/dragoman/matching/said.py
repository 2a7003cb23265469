"""One value that one claim gives of a slot."""

from dataclasses import dataclass
from typing import Any

from dragoman.matching.facets import Facets
from dragoman.matching.voices import Voice


@dataclass(frozen=True, slots=True)
class Said:
    """``value`` is JSON as the finding shows it; ``compared`` the parsed form that is compared with others.

    ``unit`` is what a quantity counts (see ``unit_key``), also where its own unit does not tell ("units"); ``key`` is
    equal for equal values.
    """

    value: Any
    compared: Any
    facets: Facets
    voice: Voice
    unit: str = ""
    key: str = ""
