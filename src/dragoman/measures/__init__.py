"""Measures: from claims and events to figures, each with its formula, its source and what it was counted from.

Each verb is a module's: ``compute.measures`` (shares, pledges kept, cooperation, dependence, opinion),
``register.register`` (the systems that exist), ``score.score`` (a coding against gold) and ``agreement.agree`` (two
codings against each other). They are loaded by who asks, since most commands need none of them.
"""
