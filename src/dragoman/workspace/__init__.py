"""The workspace: pages, a JSON API and feeds over a record, and people's decisions back into it."""

from dragoman.workspace.serving import serve
from dragoman.workspace.settings import Settings

__all__ = ["Settings", "serve"]
