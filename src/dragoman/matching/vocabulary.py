"""Words that matching weighs: data, so that a change is a line here and not a branch elsewhere."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP = _set("""
    a an the of for in on at to from by with and or as its their his her it this that these those into over under
    within against between through during after before about which whose where not no be is are was were been being
    has have had up out off per via s own other others some any all both
""")
"""Carry no meaning in an item."""

GENERIC = _set("""
    project programme program system equipment deal contract agreement arrangement memorandum understanding mou
    letter intent cooperation support aid help assistance joint new national state government country supply
    delivery delivered purchase sale sold order ordered bought acquisition work use used whole set development part
    item goods service technology technical cost price value total plan planned network infrastructure installation
    implementation construction facility centre center chinese serbian russian american turkish french armed
    military security defence defense force first-class visit meeting talks loan grant credit fund funding financing
    finance money payment donation gift donated training course officer officers police operation operations phase
    approved further more additional second first third fourth fifth surveillance low interest low-interest loans
    place working armed systems large town towns city cities largest big biggest major extensive most recent latest
    several many various number units pieces one two three four five six seven eight nine ten eleven twelve dozen
    hundred thousand million billion
""")
"""Occur with many items: shared alone they tell nothing apart."""

ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
COUNTED = _set("""
    phase batch tranche mission consignment draft stage round shipment instalment installment contract lot group
""")
"""Nouns whose number tells one happening from the next (``second batch``, ``phase II``)."""
MORE = _set("further more additional another extra")

SYNONYMS = {
    "goggle": "binocular",
    "gun": "howitzer",
    "lorry": "truck",
    "carrier": "vehicle",
    "licence": "license",
    "harbour": "port",
    "steelworks": "steel",
    "mill": "steel",
    "factory": "steel",
    "drill": "exercise",
    "antiterrorism": "counterterrorism",
    "antiterrorist": "counterterrorism",
    "hostage": "counterterrorism",
    "rescue": "counterterrorism",
    "mixed": "joint",
    "fibre": "fiber",
    "optic": "fiber",
    "optical": "fiber",
    "telecommunication": "telecom",
    "telecommunications": "telecom",
    "policeman": "officer",
    "policemen": "officer",
    "cctv": "camera",
    "modernise": "modernize",
    "modernising": "modernize",
    "uav": "drone",
    "uavs": "drone",
    "jet": "fighter",
    "radars": "radar",
    "transmission": "line",
    "penetrating": "enter",
    "entering": "enter",
    "penetrate": "enter",
    "entry": "enter",
    "enters": "enter",
    "relief": "debt",
    "settlement": "debt",
    "railroad": "railway",
    "naval": "navy",
    "demonstrator": "protest",
    "demonstration": "protest",
    "protester": "protest",
    "rally": "protest",
    "patrolling": "patrol",
    "patrolled": "patrol",
    "beat": "patrol",
}
"""Words that stand for one another in the items of such reports (after stemming)."""

TOPICS = {
    "security": _set("""
    security police patrol defence defense military counterterrorism law order enforcement
"""),
    "trade": _set("trade tariff customs commerce"),
    "visa": _set("visa travel"),
    "digital": _set("digital 5g telecom information ict cyber data"),
}
"""What an agreement named by its subject alone (``security agreement``) may be about."""

UNIT_KINDS = {
    "people": _set("""
    people person officer policeman policemen soldier troop trainee student engineer official cadet member personnel
    men women expert instructor adviser advisor marine guard delegate participant attendee graduate recruit commando
    paratrooper sailor airman airmen agent policewoman policewomen constable specialist technician engineer scientist
    doctor nurse serviceman servicemen gendarme scholar citizen national worker employee staff pilot analyst
    mercenary contractor prisoner fellow intern sapper peacekeeper headcount
"""),
    "camera": _set("camera device cctv"),
    "vehicle": _set("vehicle carrier truck lorry car jeep ifv apc"),
    "aircraft": _set("aircraft fighter jet plane drone uav airplane"),
    "gun": _set("howitzer gun barrel artillery"),
    "vessel": _set("vessel boat ship warship corvette frigate submarine cutter"),
    "place": _set("place site location spot point"),
    "km": _set("km kilometre kilometer kilometres kilometers"),
}
"""Units that count the same things."""

EXTENTS = _set("battery squadron regiment battalion")
"""Nouns that say how much was moved where no number does (``a battery``, ``first components``)."""

SILENCE = _set("""
    refusal refused refuse refuses undisclosed confidential secret secrecy declined comment withheld unconfirmed
    confirmed disclosed given released
""")
"""Words of an item that say that particulars were kept back; with ``not``, ``no`` or standing alone."""

KINDS = _set("patrol exercise liaison extradition station pilot identification")
"""Kinds of doing together, of which one happening is one."""

SCHEMES = _set("safe smart traffic border airport school prison")
"""First words of schemes of surveillance, of which one is not another (``Safe City``, ``traffic cameras``)."""

NO_MODEL = _set("""
    5g 4g 3g 2g 6g 16+1 17+1 cctv uav uavs gps ict lte mou moia memo usd eur sms usb led ngo prc usa dprk nato cnn
    bbc covid covid19 rmb cny exim ebola hiv aids sars
""")
"""Capitals and digits that name no model."""

BROAD = _set("""
    system network equipment technology project programme program platform product solution tool software hardware item
    goods kit gear device material materiel supply package unit asset article complex facility technique service
    infrastructure contract
""")
"""Heads of phrases that do not tell what a thing is."""

UNTOLD_UNITS = _set("""
    unit piece item device dozen one other more set them apparatus example copy article number figure count
    score part total
""")
"""Units of numbers whose thing the text has named before."""

WATCHING = _set("camera cctv recognition surveillance video city monitoring television analytics")
"""Last words of phrases that stand for cameras in public places ("video surveillance", "face recognition")."""

PARTS = _set("""
    first last initial remaining rest another additional further second third fourth fifth single pair test seat seater
    half part component
""")
"""Words of an item that say that a part is counted, not the whole."""

FATES = _set("killed dead missing wounded injured arrested detained captured evacuated trained graduated")
"""Words of a unit that say what became of people; those killed are not those missing."""
