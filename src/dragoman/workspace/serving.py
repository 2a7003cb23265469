"""The server: the application under uvicorn, in one process or several."""

from collections.abc import Callable

from dragoman.errors import DragomanError
from dragoman.workspace.settings import Settings


def serve(settings: Settings, started: Callable[[], None] = lambda: None) -> None:
    """Serves the workspace until it is interrupted; calls ``started`` once it listens.

    Raises DragomanError where there is no such record or the port is taken.
    """
    import socket

    import uvicorn

    from dragoman.workspace.app import create_app

    app = create_app(settings)
    config = uvicorn.Config(
        app, host=settings.host, port=settings.port, log_level="warning", access_log=False, server_header=False,
        date_header=False, ssl_certfile=settings.certificate, ssl_keyfile=settings.key, timeout_graceful_shutdown=5,
        ws="none",
    )  # fmt: skip
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((settings.host, settings.port))
            started()
            uvicorn.Server(config).run([listener])
    except OSError as error:
        raise DragomanError(
            f"cannot be listened at: {(error.strerror or str(error)).lower()}", f"{settings.host}:{settings.port}",
            "give another port: --port 8766",
        ) from error  # fmt: skip
