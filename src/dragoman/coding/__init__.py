"""Coding: from a reading to claims. One verb: ``code``."""

from dragoman.coding.claim import Claim, Coding, Drop, Money, Quantity
from dragoman.coding.code import CODER_VERSION, CODERS, code

__all__ = ["CODERS", "CODER_VERSION", "Claim", "Coding", "Drop", "Money", "Quantity", "code"]
