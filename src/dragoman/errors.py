"""The one root exception: a message says what is wrong, where, and what to do about it."""


class DragomanError(Exception):
    """An error a user can act on.

    ``what`` names the fault, ``where`` the file or report (and place in it), ``remedy`` what to do.
    """

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(": ".join(p for p in (where, what) if p) + (f" ({remedy})" if remedy else ""))
