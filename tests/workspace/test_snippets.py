"""Quotes in lists are shown as in events: without marks of Markdown, with what was looked for marked."""

from dragoman.workspace.snippets import shown_pieces


def test_quotes_are_shown_without_marks_and_with_what_was_looked_for() -> None:
    pieces = (("**Orthanc ", False), ("Systems", True), ("** supplied [<cameras>](https://a.", False),
              ("example", True),
              (")", False))  # fmt: skip
    assert shown_pieces(pieces) == "Orthanc <mark>Systems</mark> supplied &lt;cameras&gt;"


def test_a_quote_without_marks_is_shown_as_it_is() -> None:
    assert shown_pieces((("3 * 4 ", False), ("drones", True), (" [sic]", False))) == "3 * 4 <mark>drones</mark> [sic]"
