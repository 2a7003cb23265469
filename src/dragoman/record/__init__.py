"""The record keeps it all: reports, claims, events and what people decided, in one database."""

from dragoman.record.judgements import Judgement
from dragoman.record.query import Query
from dragoman.record.record import Counts, Dispute, Record, Run

__all__ = ["Counts", "Dispute", "Judgement", "Query", "Record", "Run"]
