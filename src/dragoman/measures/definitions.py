"""Each measure with its formula and where it comes from: what the help, the docs and every output show."""

from dragoman.measures.measure import Definition

_LEFT_OUT = (
    "Pledges, umbrella agreements, quoted statistics and totals never enter; what is alleged, foreseen, hypothetical "
    "or denied neither."
)

_ALL = (
    Definition(
        "suppliers",
        "Suppliers of arms, technology, surveillance and networks, and their concentration",
        "share = a supplier state's events (or money) / all of the recipient's in the window; an event of n suppliers "
        "adds 1/n to each; HHI = sum of (100 x share)^2",
        "SIPRI Arms Transfers (suppliers' shares over five years); Hirschman 1945, Herfindahl 1950; scale of the US "
        "Merger Guidelines 2023 (above 1,800: highly concentrated)",
        "Counts events agreed or further, not their size or worth. " + _LEFT_OUT,
    ),
    Definition(
        "donors",
        "Donors of military and civil aid and of training, and their concentration",
        "as for suppliers, over military_aid, civil_aid and training_education",
        "AidData TUFF 3.0 (commitments, without pledges and umbrellas); HHI as above",
        _LEFT_OUT,
    ),
    Definition(
        "lenders",
        "Lenders and investors, and their concentration",
        "as for suppliers, over finance",
        "AidData TUFF 3.0; HHI as above",
        "A loan and what it pays for are two events of two types. " + _LEFT_OUT,
    ),
    Definition(
        "vendors",
        "Vendors of deployed surveillance and telecom systems, and their concentration",
        "share = systems a company supplied / systems of the host whose vendor is known; of n vendors each gets 1/n; "
        "HHI = sum of (100 x share)^2",
        "Carnegie AI Global Surveillance Index (vendors by country); HHI as above",
        "A system is a row of `dragoman systems` under way, completed or operational. Those of unknown vendor are "
        "counted as missing, not shared out.",
    ),
    Definition(
        "cooperation",
        "Cooperation and conflict by domain and year",
        "events = number of events of the domain's types in the year; intensity = mean of their types' values from -10 "
        "(hostile) to 10 (cooperative)",
        "PLOVER (event types and their intensity, after Goldstein 1992); the values stand in the codebook's types",
        "Counts and intensity are kept apart: many small acts are not one great one. Aims, polls and statistics are no "
        "acts.",
    ),
    Definition(
        "pledges",
        "Pledged against delivered",
        "per event and unit: the best figure at considered or announced, at agreed, and at completed or operational; "
        "delivered share = delivered / (agreed, else pledged)",
        "AidData TUFF 3.0 (pledge, commitment, implementation, completion); SIPRI (ordered, delivered)",
        "A figure that no source tells at a stage is missing. Plans count as pledges.",
    ),
    Definition(
        "dependence",
        "What goes dark if a vendor or state stops",
        "dark = deployed systems whose known suppliers all stop (a state takes its companies along); partly = some do; "
        "unknown = no supplier told; network = systems in the same hands as a network that goes dark",
        "EU toolbox on cybersecurity of 5G networks (2020), measures SM05 and SM06: diversity of suppliers, resilience "
        "against the loss of one",
        "A supplier that stops need not switch a system off: this is exposure, not forecast.",
    ),
    Definition(
        "opinion",
        "Public opinion beside actual aid",
        "for each poll answer: percent; beside it the events and sums of military_aid and civil_aid of the one judged "
        "to the state asked, up to the year of the poll, and its rank among that state's donors by events",
        "Answers as the reports quote them; AidData TUFF 3.0 for what counts as aid",
        "Sums are given by currency. " + _LEFT_OUT,
    ),
)

DEFINITIONS = {definition.name: definition for definition in _ALL}
"""By name, in the order they are shown."""
