"""Dragoman reads what is openly reported about security and digital cooperation between states.

It keeps a record of it in which every figure leads back to the sentence it came from.
The rooms are described in ``docs/explanation/house.md``; data flows sources -> reading -> coding -> matching -> record.
"""

import os

# The matrices here are small: BLAS loses more by waiting for its threads than it wins (five times the time on two
# busy cores). It reads this once, when numpy is first loaded; a user's own setting stands.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
