"""The sources of an event or a report as files that reference managers read."""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response

from dragoman.publishing.citations import bibtex, csl_json
from dragoman.record.lookup import reports_by_id
from dragoman.sources.report import Report
from dragoman.workspace.desk import Desk
from dragoman.workspace.pages import Missing

FORMS: dict[str, tuple[Callable[[Sequence[Report]], str], str]] = {
    "bib": (bibtex, "application/x-bibtex"),
    "json": (csl_json, "application/vnd.citationstyles.csl+json"),
}
"""By the end of the file's name: what writes it, and its media type."""


def sources(desk: Desk, of: str) -> Callable[[Request], Response]:
    """The reports of one of the ``events``, or one of the ``reports``, as BibTeX or CSL-JSON: ``sources.bib``."""

    def endpoint(request: Request) -> Response:
        id, form = request.path_params["id"], request.path_params["form"]
        if form not in FORMS:
            raise Missing("form of a citation")
        write, media_type = FORMS[form]
        found = _told(desk, id) if of == "events" else reports_by_id(desk.record, [id])
        if not found:
            raise Missing(of.removesuffix("s"))
        headers = {"Content-Disposition": f'attachment; filename="sources.{form}"'}
        return Response(write(found), media_type=f"{media_type}; charset=utf-8", headers=headers)

    return endpoint


def _told(desk: Desk, event: str) -> list[Report]:
    return [report for opened in desk.events([event]) for report in opened.reports.values()]
