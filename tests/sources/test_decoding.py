"""Bytes become clean text, whatever they were written in."""

import codecs
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.sources.decoding import clean, decode

SENTENCE = "Nebojša Stefanović said that Gondor’s navy ordered nine drones – for €5.2 million – in Minas Tirith. "
WESTERN = "Le président a déclaré que l’été à Genève coûterait 5 millions à la société “Arnor”. " * 6

OVERRIDES = {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize("name", MARKS)
def test_a_byte_order_mark_decides(name: str) -> None:
    text = decode(MARKS[name] + SENTENCE.encode(name))
    assert text is not None
    assert clean(text) == SENTENCE


@pytest.mark.parametrize("name", ["utf-8", "utf-16-le", "utf-16-be"])
def test_without_a_mark(name: str) -> None:
    assert decode(SENTENCE.encode(name)) == SENTENCE


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp1252", WESTERN),
        ("cp1252", "The firm’s offer – “nine drones” – was refused. The ministry said so."),
        ("cp1252", "The café in Genève was closed on Friday, and the naïve minister’s protégé said nothing."),
        ("cp1250", "President Vučić said that Minister Stefanović had signed. Vučić’s office declined to comment."),
    ],
)
def test_an_unknown_encoding_is_guessed(name: str, text: str) -> None:
    assert decode(text.encode(name)) == text


def test_a_page_says_what_it_is_in() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body>Nebojša Stefanović</body></html>'
    assert decode(page.encode("iso-8859-2"), markup=True) == page


@pytest.mark.parametrize("name", ["nonsense", "hex", "utf-16"])
def test_a_false_declaration_does_no_harm(name: str) -> None:
    page = f'<meta charset="{name}">' + WESTERN
    assert decode(page.encode("cp1252"), markup=True) == page


@pytest.mark.parametrize("data", [random.Random(1).randbytes(5000), b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40])
def test_binary_is_no_text(data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("one\r\ntwo\rthree\u2028four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
        ("nine\x00 drones\x07", "nine drones"),
        ("\u202eenin\u202c drones \u2066x\u2069", "enin drones x"),
        ("Nebojs\u030ca", "Nebojša"),
        ("co\xadoper\u200bation\ufeff", "cooperation"),
        ("Gondor\x92s navy", "Gondor’s navy"),
        ("tab\tand\xa0no-break stay", "tab\tand\xa0no-break stay"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text())
def test_clean_text_holds_nothing_unclean_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]
    assert not OVERRIDES & {unicodedata.bidirectional(c) for c in once}


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_none(data: bytes) -> None:
    text = decode(data, markup=True)
    assert text is None or isinstance(clean(text).encode("utf-8"), bytes)
