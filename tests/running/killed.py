"""A build with the foretold coder, as a process of its own to be killed: killed.py FOLDER RECORD WORKERS."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fakes import code, match

from dragoman.record import Record
from dragoman.running import build


def main():
    folder, file, workers = sys.argv[1:]
    with Record.open(file, create=True) as record:
        build([folder], record, workers=int(workers), coder=code, version="fake-1", matcher=match, on_progress=tell)


def tell(progress):
    print(progress.stage, progress.done, flush=True)
    time.sleep(0.005)


if __name__ == "__main__":
    main()
