"""The record keeps it all: reports, claims, events and what people decided, in one database."""

from dragoman.record.custody import Entry
from dragoman.record.judgements import Judgement
from dragoman.record.query import Query
from dragoman.record.record import Counts, Dispute, Record, Run
from dragoman.record.verifying import Fault, Verification

__all__ = ["Counts", "Dispute", "Entry", "Fault", "Judgement", "Query", "Record", "Run", "Verification"]
