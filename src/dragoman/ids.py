"""Ids are hashes of content, so that two runs over the same reports give the same record, byte for byte."""

import hashlib
import json
from typing import Any


def content_id(kind: str, *parts: Any) -> str:
    """``kind`` and 16 hex digits of the SHA-256 of the parts (any JSON values; mappings are sorted)."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
