"""How the work is spread: in this process or several, with progress, and resumed where it was cut short."""

from dragoman.running.build import Progress, Summary, build, build_from, rematch
from dragoman.running.crew import Outcome, outcomes
from dragoman.running.one import code_report, coder_version, own_coder, parts

__all__ = ["Outcome", "Progress", "Summary", "build", "build_from", "code_report", "coder_version", "outcomes",
           "own_coder", "parts", "rematch"]
