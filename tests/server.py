"""A PostgreSQL server of the tests' own: made in a temporary folder, on a socket there, gone when they are done."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

USER = "postgres"
"""Debian's user for the server, which refuses to run as root."""


def programs() -> Path | None:
    """The folder of the server's programs: Debian keeps them off the path, a folder for each version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Server:
    """A server in the folder ``home``. ``stop`` and ``start`` may be called at any time."""

    def __init__(self, home: Path, bin: Path, data: Path | None = None, quick: bool = True) -> None:
        self.home, self._bin, self.data = home, bin, data or home / "data"
        self._made = 0
        home.chmod(0o755)
        if os.geteuid() == 0:
            for folder in (home, self.data if data else home):
                shutil.chown(folder, USER)
        self.run("initdb", "-D", str(self.data), "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "-N")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(f"listen_addresses = ''\nunix_socket_directories = '{home}'\n")
            if quick:  # tests of what survives a crash of the machine set it
                file.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")

    def run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs one of the server's programs as its user."""
        user: dict[str, Any] = {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}
        # Output goes to a file: a server that was started would hold a pipe open for ever.
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(
                [str(self._bin / program), *arguments], stdout=out, stderr=out, text=True, check=False,
                cwd=self.home, **user,
            )  # fmt: skip
            out.seek(0)
            done.stdout = out.read()
        assert not check or done.returncode == 0, done.stdout
        return done

    def start(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-l", str(self.home / "log"), "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """``immediate`` is a crash: nothing is written back."""
        self.run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop", check=False)

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self.home}"

    def database(self, template: str = "template0") -> str:
        """The address of a new database."""
        self._made += 1
        name = f"d{self._made}"
        self.run("createdb", "-h", str(self.home), "-U", USER, "--template", template, name)
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.partition("@/")[2].partition("?")[0]
        self.run("dropdb", "-h", str(self.home), "-U", USER, "--force", name)


def new_server(**options: Any) -> Server:
    """A server that is started; skips the test where there is none to be had (under DRAGOMAN_CI it fails)."""
    bin = programs()
    if bin is None:
        if os.environ.get("DRAGOMAN_CI"):
            pytest.fail("no PostgreSQL server: apt-get install postgresql")
        pytest.skip("no PostgreSQL server: apt-get install postgresql")
    # A short path: the name of a socket may have a hundred characters.
    made = Server(Path(tempfile.mkdtemp(prefix="dragoman-pg-")), bin, **options)
    made.start()
    return made


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    made = new_server()
    yield made
    made.stop("immediate")
    shutil.rmtree(made.home, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """The name of a database that holds an empty record: copying it is quicker than making one."""
    from dragoman.record import Record

    url = server.database()
    Record.open(url, create=True).close()
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture
def new_record(server: Server, template: str) -> Iterator[Callable[[], str]]:
    """Makes databases, each with an empty record."""
    made: list[str] = []

    def make() -> str:
        made.append(server.database(template))
        return made[-1]

    yield make
    for url in made:
        server.drop(url)
