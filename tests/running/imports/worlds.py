"""Registers and codings to import, in the project's own words."""

from dragoman.coding.claim import Claim, Coding, Quantity
from dragoman.ids import content_id
from dragoman.sources.report import Report

TEXT = (
    "Serbia ordered nine CH-92A drones from China in 2019. Six of them arrived in July 2020. "
    "Russia sold thirty tanks to Serbia in 2021. Serbia bought radars from France in 2023."
)
SENTENCES = tuple(f"{part}." for part in TEXT.removesuffix(".").split(". "))


def report(name: str = "drones", text: str = TEXT) -> Report:
    address, title = f"in/{name}.md", f"On {name}"
    id = content_id("report", text, title, "Herald", "2024-01-02")
    return Report(id, text, title, "Herald", "2024-01-02", address, "text/markdown", "en", "0" * 64)


def claim(of: Report, sentence: int, **fields: object) -> Claim:
    quote = SENTENCES[sentence]
    start = of.text.index(quote)
    given: dict[str, object] = {"type": "arms_transfer", "recipient": ("Serbia",)} | fields
    return Claim(of.id, start, start + len(quote), quote, **given)  # type: ignore[arg-type]


def coding(of: Report) -> Coding:
    """An order with a delivery, and two other deals."""
    drones = {"actor": ("China",), "item": "CH-92A drones"}
    return Coding((
        claim(of, 0, quantity=(Quantity(9, "drones"),), time="2019", status="agreed", trigger=(7, 14),
              spans=(("item", (20, 33)),), confidence=0.5, **drones),
        claim(of, 1, quantity=(Quantity(6, "drones"),), time="2020-07", **drones),
        claim(of, 2, actor=("Russia",), item="tanks", quantity=(Quantity(30, "tanks"),), time="2021"),
        claim(of, 3, actor=("France",), item="radars", time="2023", status="agreed"),
    ))  # fmt: skip


OLD_REGISTER = """Trade register of a made-up institute
"Figures with a question mark, in the column beside them, are uncertain"

Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,Number delivered,,\
Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons
Serbia,China,2019,?,6,,CH-92,UAV,6,,2020,New,,1,6,6
Serbia,China,2020,,3,,HQ-22,SAM system,3,?,2022; 2023,New,"incl. ""support"" vehicles",1,3,3
Serbia,Russia,2021,,30,,T-72B,tank,30,,2020-2021,Second hand,,1,30,30
unknown recipient(s),Russia,(1999),,(12),,Igla,portable SAM,,,,New,,,,
"""
NEW_REGISTER = """SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,\
Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,\
SIPRI estimate,TIV deal unit,TIV delivery values,Local production
77,China,Serbia,CH-92,UAV,Aircraft,2019,No,4,No,2020,No,New,1,1,4,No
77,China,Serbia,CH-92,UAV,Aircraft,2019,No,2,Yes,2021,No,New,1,1,2,No
78,China,Serbia,HQ-22,SAM system,Air-defence systems,2020,Yes,3,No,2022,No,New,1,1,3,No
"""
