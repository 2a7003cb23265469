"""What coders made of reports, before people's decisions on single claims."""

from sqlalchemy import select

from dragoman.coding.claim import Claim
from dragoman.record import rows
from dragoman.record.record import Record
from dragoman.record.tables import claim_spans, claims, coding_claims, codings


def coded_claims(record: Record) -> list[Claim]:
    """The claims of the codings that hold, by report and place in it, those a person rejected or corrected included."""
    of, held = coding_claims.c, codings.c
    ids = (
        select(of.claim)
        .join(codings, (held.report == of.report) & (held.coder_version == of.coder_version))
        .where(held.current)
    )
    found = select(claims).where(claims.c.id.in_(ids)).order_by(
        claims.c.report, claims.c.start, claims.c.end, claims.c.id)  # fmt: skip
    with record._reading() as connection:
        spans = connection.execute(select(claim_spans).where(claim_spans.c.claim.in_(ids)))
        return rows.claims_of(connection.execute(found), spans)
