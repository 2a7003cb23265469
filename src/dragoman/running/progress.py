"""A build's progress on a terminal; nothing where the output goes elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from dragoman.running.build import Progress


class _Rate(ProgressColumn):
    """Reports a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f}/s", style="progress.data.speed")


@contextmanager
def shown(console: Console) -> Iterator[Callable[[Progress], None]]:
    """A bar with reports done, rate, time left and the current file, as an ``on_progress`` for ``build``."""
    bar = Bar(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(), _Rate(),
        TimeRemainingColumn(), _Current(), console=console, transient=True, disable=not console.is_terminal)
    with bar:
        task = bar.add_task("coding", total=None, current="")

        def show(progress: Progress) -> None:
            bar.update(
                task, description=progress.stage, completed=progress.done, total=progress.total,
                current=PurePath(progress.current).name)

        yield show


class _Current(ProgressColumn):
    """The file last dealt with, as plain text: its name may hold what a terminal or markup would act on."""

    def render(self, task: Task) -> Text:
        name = "".join(c if c.isprintable() else "?" for c in str(task.fields.get("current", "")))
        return Text(name, overflow="ellipsis", no_wrap=True)
