"""Persons' names as reports write them: titles before them, family names first, last or in capitals."""

import re
from collections.abc import Iterable

from dragoman.reading.reading import Mention

TITLE = (
    r"(?:(?:then|former|acting|deputy|vice|first|prime|chief|senior|state|interim|outgoing|incoming|assistant|permanent|under|rear|brigadier|"
    r"lieutenant|field|air|wing|squadron|group|detective|police|attorney|foreign|defen[cs]e|interior|finance|home|justice|trade|transport|rt|right|"
    r"national security|crown|grand|supreme)[- ])*"
    r"(?:president|prime minister|premier|minister|secretary|chancellor|ambassador|general|admiral|colonel|major|captain|lieutenant|brigadier|commander|"
    r"chief|director|councillor|spokes(?:man|woman|person)|senator|congress(?:man|woman)|mp|mep|governor|mayor|king|queen|prince|crown prince|sheikh|emir|sultan|chair(?:man|woman|person)?|"
    r"commissioner|inspector|superintendent|marshal|mr|mrs|ms|dr|professor|prof|sir|lord|judge|justice|envoy|gen|lt|col|adm|maj|capt|sgt|president-elect|counterpart|leader|analyst|researcher|expert|"
    r"cde|comrade|hon|honou?rable|excellency|his excellency|her excellency|h\.?e|(?:dato[’']?|datuk|tan)(?: s(?:eri|ri))?|brig|cmdr|cdr|cpl|corporal|sergeant|commodore|"
    r"adviser|advisor|attach[ée]|consul|charg[ée] d[’']affaires|rev|reverend|ayatollah|mullah|lawyer|detective|"
    r"lawmaker|deputy|comptroller|speaker|pm|presidential candidate|madam|mme|mx|shri|smt|engr|alhaji|haji)\.?"
)
TITLE_WORDS = re.compile(rf"^(?:the\s+)?(?:{TITLE}\s+)+", re.I)
HONOURED = re.compile(r"(?:Cde|Comrade|Mr|Mrs|Ms|Dr|Hon|Gen|Lt|Col|Brig|Adm|Sen|Dato[’']?|Datuk|H\.E)\.?\s[A-Z]")
"""What begins so is a person, whatever the model takes it for."""
TITLES_ONLY = re.compile(rf"(?:crown )?{TITLE}", re.I)
FAMILY_FIRST = frozenset(
    """Ahn Bai Ban Cai Cao Chang Chen Cheng Cho Choe Choi Chow Chu Chun Chung Cui Dai Deng Ding Dong Du Duan Fan Fang Feng Fu Gao Geng Gong Gu
    Guo Han Hao Heo Hong Hou Hu Hua Huang Hun Hwang Jang Jeon Jeong Ji Jia Jiang Jin Jo Jung Kang Ke Kim Kong Kwak Kwon Lai Lam Lau Le Lee Lei
    Leung Li Lian Liang Liao Lim Lin Liu Lou Lu Luo Ma Mao Meng Moon Nam Ng Nguyen Ning Niu Noh Oh Pak Pan Park Peng Pham Pu Qian Qiao Qin Qiu
    Ren Rhee Ri Roh Ryu Seo Seong Shen Shi Shin Sim Son Song Su Sun Tan Tang Tao Tian Tran Wan Wang Wei Wen Wong Woo Wu Xi Xia Xiang Xiao Xie
    Xiong Xu Xue Yan Yang Yao Ye Yeo Yin Yoo Yoon Yu Yuan Yun Zeng Zhai Zhang Zhao Zheng Zhong Zhou Zhu Zou""".split()
)
"""Common family names of China, Korea and Vietnam, where they come first: "Hua Chunying", later "Hua"."""


def after_state(text: str, start: int, found: Iterable[Mention]) -> int:
    """Where a person's name begins that the model lets begin with the state before it ("Mali Zhao Jianhua")."""
    for m in found:
        rest = text[m.end - start :]
        if m.kind in ("state", "nationality") and m.start == start < m.end and " " in rest.strip():
            return m.end + len(rest) - len(rest.lstrip())
    return start


PORTFOLIO = re.compile(r"\b(?:ministers?|secretary|secretaries)\s(?:of|for)\s(?:the\s)?$", re.I)
SENT_TO = re.compile(r"\b(?:ambassador|high commissioner|envoy|consul|chargé d[’']affaires)\sto\s(?:the\s)?$", re.I)
NAMED_LAST = re.compile(r",\s(?P<name>[^\W\d_a-z][\w.’'-]+(?: [^\W\d_a-z][\w.’'-]*){1,3})$")


def in_office(text: str, start: int, before: str, found: Iterable[Mention]) -> int | None:
    """Where the person's name begins in what the model takes for a body, because it runs on from the office: after a
    minister's portfolio ("Minister of [Trade and Industry, Armando Soares]") or the state an envoy is sent to
    ("Ambassador to [Timor-Leste Chen Duqing]"); None where it is no such name. ``before`` is what stands before it."""
    if PORTFOLIO.search(before) and (match := NAMED_LAST.search(text)) is not None:
        return match.start("name")
    begin = after_state(text, start, found) - start if SENT_TO.search(before) else 0
    return begin if begin and text[begin:].istitle() else None


def as_spoken(name: str) -> str:
    """A person's name without the capitals in which some ministries write the family name ("TANAKA Kenjiro")."""
    words = name.split()
    if all(w.isupper() for w in words):
        return name
    shouted = (w.isupper() and w.isalpha() and (len(w) > 2 or w.title() in FAMILY_FIRST) for w in words)
    return " ".join(w.title() if loud else w for w, loud in zip(words, shouted, strict=True))


__all__ = ["FAMILY_FIRST", "HONOURED", "TITLES_ONLY", "TITLE_WORDS", "after_state", "as_spoken", "in_office"]
