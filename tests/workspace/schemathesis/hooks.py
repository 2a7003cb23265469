"""What schemathesis has to be told of the API's description."""

from typing import Any

import schemathesis
from hypothesis import strategies as st

TIMES = st.sampled_from(("", "2019", "2019-11", "2019-11-29", "201X", "2019-21", "2019/2020", "../2020", "2019-06~"))
schemathesis.openapi.format("edtf", TIMES | st.dates().map(str))


@schemathesis.hook
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """Tuples as lists of any of their parts: schemathesis 4.32 rewrites ``prefixItems`` of answers into what its own
    validator refuses. ``test_api.py`` checks them as they are."""
    _loosen(raw_schema)


def _loosen(part: Any) -> None:
    if isinstance(part, dict):
        if "prefixItems" in part:
            part["items"] = {"anyOf": part.pop("prefixItems")}
        for inner in part.values():
            _loosen(inner)
    elif isinstance(part, list):
        for inner in part:
            _loosen(inner)
