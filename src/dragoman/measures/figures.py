"""Precision, recall and F1 from counts."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figures:
    """``right`` of the ``given`` values are among the ``due`` ones. Shares lie in 0 to 1, rounded to four places."""

    right: int = 0
    given: int = 0
    due: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.right + other.right, self.given + other.given, self.due + other.due)

    @property
    def precision(self) -> float:
        """Right values of those given; 0 where none is given."""
        return round(self._precision, 4)

    @property
    def recall(self) -> float:
        """Right values of those due; 0 where none is due."""
        return round(self._recall, 4)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall (van Rijsbergen's F with beta 1)."""
        total = self._precision + self._recall
        return round(2 * self._precision * self._recall / total, 4) if total else 0.0

    def as_json(self) -> dict[str, Any]:
        """The figures under their names."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**shares, "right": self.right, "given": self.given, "due": self.due}

    @property
    def _precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def _recall(self) -> float:
        return self.right / self.due if self.due else 0.0
