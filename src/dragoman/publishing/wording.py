"""What the coded words are called on a page, and values as a reader would say them."""

from collections.abc import Iterable, Mapping
from typing import Any

from dragoman.publishing.dates import in_words
from dragoman.shown import unit_shown

FAMILIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "transfers",
        "Transfers and deployments",
        (
            "arms_transfer",
            "military_aid",
            "technology_transfer",
            "surveillance_deployment",
            "digital_infrastructure",
            "finance",
            "civil_aid",
            "training_education",
        ),
    ),
    ("together", "Doing together", ("military_exercise", "police_cooperation", "visit_meeting", "agreement")),
    (
        "about",
        "Against and about",
        (
            "sanction_or_control",
            "statement_support",
            "statement_concern",
            "legal_oversight",
            "security_incident",
            "public_opinion",
            "published_statistic",
            "force_development",
            "interest_or_aim",
        ),
    ),
)
"""Key, heading and types of each family, as the coding manual groups them; other types come under ``other``."""

OTHER = ("other", "Types of your own")
FAMILY_OF = {kind: key for key, _, kinds in FAMILIES for kind in kinds}

TYPES = {
    "arms_transfer": "Arms transfers",
    "military_aid": "Military aid",
    "technology_transfer": "Technology transfer",
    "surveillance_deployment": "Surveillance systems",
    "digital_infrastructure": "Digital infrastructure",
    "finance": "Finance",
    "civil_aid": "Civil aid",
    "training_education": "Training and education",
    "military_exercise": "Military exercises",
    "police_cooperation": "Police cooperation",
    "visit_meeting": "Visits and meetings",
    "agreement": "Agreements",
    "sanction_or_control": "Sanctions and controls",
    "statement_support": "Statements of support",
    "statement_concern": "Statements of concern",
    "legal_oversight": "Law and oversight",
    "security_incident": "Security incidents",
    "public_opinion": "Public opinion",
    "published_statistic": "Published statistics",
    "force_development": "Force development",
    "interest_or_aim": "Interests and aims",
}

LADDER = ("considered", "announced", "agreed", "under_way", "completed", "operational", "suspended", "cancelled")
"""The status ladder, then the two stages off it."""

SLOTS = {
    "actor": "By",
    "recipient": "To or with",
    "happened": "Did it happen",
    "item": "What",
    "extent": "How much of it",
    "quantity": "How many",
    "total": "How many in all",
    "money": "Money",
    "time": "When",
    "place": "Where",
    "status": "Stage",
    "modality": "Vouched for",
    "succession": "What came after",
    "confirmation": "Confirmed",
    "attribution": "According to",
}
"""The slots in the order a card shows them; ``quantity:camera`` is the slot ``quantity`` of cameras."""

HAPPENED = {
    "asserted": "it happened",
    "negated": "it did not",
    "planned": "it is planned",
    "alleged": "it is alleged",
    "hypothetical": "it may have",
}

VERDICTS = {
    "agreed": "sources agree",
    "single-source": "one source",
    "disputed": "disputed",
    "superseded": "superseded",
}
LETTERS = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
"""Admiralty letters of sources in the words of NATO's AJP-2.1; the digits are ``matching.information.MEANING``."""
_APPROX = {"about": "about ", "at_least": "at least ", "at_most": "at most "}
_SCALES = ((1e9, "billion"), (1e6, "million"))


def type_name(kind: str) -> str:
    """The heading of a type; a type that users added is named by its own id."""
    return TYPES.get(kind, kind.replace("_", " ").capitalize())


def plain(word: str) -> str:
    """A coded word without underscores: ``under_way`` is ``under way``."""
    return word.replace("_", " ")


def safe_link(address: str) -> str:
    """The address where it may be a link (http or https), else nothing: ``javascript:`` is only ever shown."""
    return address if address.lower().startswith(("https://", "http://")) else ""


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 report``, ``1,204 reports``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    words = [p for p in parts if p]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def slot_name(slot: str) -> str:
    """The label of a slot, with the unit where it has one: ``How many (camera)``."""
    base, _, unit = slot.partition(":")
    label = SLOTS.get(base, plain(base).capitalize())
    shown = unit_shown(unit)
    return f"{label} ({shown})" if shown and unit not in ("rank", "percent") else label


def value_in_words(slot: str, value: Any, names: Mapping[str, str]) -> str:
    """Any value of a slot as text; ``names`` gives the names of entity ids. Unknown shapes are shown as they stand."""
    if value is None or value == "" or value == []:
        return "not told"
    if isinstance(value, (list, tuple)):
        return listed(value_in_words(slot, part, names) for part in value)
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value)
    text = str(value)
    if slot == "time":
        return in_words(text)
    if slot == "happened":
        return HAPPENED.get(text, text)
    return plain(text) if slot in ("status", "modality") else names.get(text, text)


def number(value: float) -> str:
    """A number with thousands separated and no needless decimals: ``5,552``, ``2.5``."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.10g}"


def _mapping(value: Mapping[str, Any]) -> str:
    about = _APPROX.get(str(value.get("approx") or ""), "")
    if "amount" in value:
        top = value.get("max")
        high = f"–{_scaled(top)}" if isinstance(top, (int, float)) else ""
        return f"{about}{value.get('currency') or ''} {_scaled(value['amount'])}{high}".strip()
    if "value" in value:
        return _measured(value["value"], str(value.get("unit") or ""), about)
    return ", ".join(f"{k} {v}" for k, v in value.items())


def _measured(value: Any, unit: str, about: str) -> str:
    said = number(value) if isinstance(value, (int, float)) else str(value)
    if unit == "percent":
        return f"{about}{said} %"
    if unit == "rank":
        return "the leading one" if value == 1 else f"rank {said}"
    return f"{about}{said} {unit_shown(unit)}".strip()


def _scaled(amount: Any) -> str:
    if not isinstance(amount, (int, float)):
        return str(amount)
    for size, name in _SCALES:
        if abs(amount) >= size:
            return f"{number(round(amount / size, 3))} {name}"
    return number(amount)
