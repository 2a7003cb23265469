"""Dragoman reads what is openly reported about security and digital cooperation between states.

It keeps a record of it in which every figure leads back to the sentence it came from.
The rooms are described in ``docs/explanation/house.md``; data flows sources -> reading -> coding -> matching -> record.
"""

__version__ = "0.1.0"
