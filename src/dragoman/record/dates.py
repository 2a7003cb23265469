"""First and last day of a time as the ISO dates that the tables hold."""

from dragoman import edtf as times

Days = tuple[str | None, str | None]
"""First and last day as ISO dates; None is an open end."""


def days(edtf: str | None) -> Days | None:
    """The days ``edtf`` covers, or None where it tells no year (or is no EDTF that this project writes)."""
    found = times.days(edtf)
    if found is None:
        return None
    first, last = found
    return first.isoformat() if first else None, last.isoformat() if last else None
