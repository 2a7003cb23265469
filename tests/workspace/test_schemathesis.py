"""The JSON API under schemathesis: what its description allows is answered as described, what it forbids is refused."""

import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from dragoman.workspace.app import create_app
from dragoman.workspace.desk import Desk
from dragoman.workspace.settings import Settings
from tests.workspace.conftest import TOKEN

ASKED = Path(__file__).parent / "schemathesis"


@contextmanager
def served(desk: Desk) -> Iterator[tuple[str, int]]:
    """The workspace on a free port of loopback, where it asks for a token, and how many operations its API has."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        app = create_app(Settings(desk.record.name, port=port, tokens={TOKEN: ""}), desk)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}", sum(map(len, app.state.api.openapi()["paths"].values()))
        finally:
            server.should_exit = True
            thread.join()


@pytest.mark.slow
def test_the_api_keeps_to_its_description(desk: Desk, tmp_path: Path) -> None:
    asked = shutil.copytree(ASKED, tmp_path / "asked")  # it keeps notes of its own beside its settings
    headers = ("-H", f"Authorization: Bearer {TOKEN}", "-H", "X-Reviewer: robot")
    with served(desk) as (base, operations):
        command = [sys.executable, "-m", "schemathesis.cli", "run", f"{base}/api/openapi.json", *headers]
        done = subprocess.run(
            [*command, "--seed", "1", "--no-color"], cwd=asked, capture_output=True, text=True, check=False
        )
    told = done.stdout[-20_000:] + done.stderr[-2_000:]
    assert done.returncode == 0, told
    assert re.search(rf"Tested: +{operations}\b", told), told
