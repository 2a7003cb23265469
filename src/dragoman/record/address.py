"""Where a record is: a file, or a database by its address."""

from typing import Self

from sqlalchemy import exc, make_url

from dragoman.errors import DragomanError


class Address(str):
    """The address of a database. Wherever it is printed it is without its password; ``+ ""`` gives all of it."""

    __slots__ = ("_shown",)
    _shown: str

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, full(text))
        try:
            made._shown = make_url(made + "").render_as_string(hide_password=True)
        except exc.ArgumentError:
            raise DragomanError("is no address of a database", remedy="write postgresql://user@host/name") from None
        return made

    def __str__(self) -> str:
        return self._shown

    def __format__(self, form: str) -> str:
        return format(self._shown, form)

    def __repr__(self) -> str:
        return repr(self._shown)


def full(text: str) -> str:
    """An address as SQLAlchemy has it: PostgreSQL's own programs also take ``postgres://``."""
    scheme, colon, rest = (text + "").partition(":")
    return f"postgresql:{rest}" if colon and scheme.lower() == "postgres" else text + ""


def is_address(text: str) -> bool:
    """Whether a text names a database and no file."""
    return "://" in text
