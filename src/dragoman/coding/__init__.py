"""Coding: from a reading to claims. One verb: ``code``."""

from dragoman.coding.claim import Claim, Coding, Drop, Money, Quantity
from dragoman.coding.code import CODER_VERSION, CODERS, DEFAULT_CODER, code

__all__ = ["CODERS", "CODER_VERSION", "DEFAULT_CODER", "Claim", "Coding", "Drop", "Money", "Quantity", "code"]
