"""Web addresses: which are some, which are of one site, and which hosts may be asked."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

from dragoman.errors import DragomanError

_LONGEST = 2_000
_DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


def web_address(text: str) -> str | None:
    """``text`` as an absolute ``http`` or ``https`` address without fragment; None where it is none.

    Names of other scripts are written in Punycode, what no address may hold is percent-encoded. An address that carries
    a name and password is none: it would be kept and shown.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST or _DROPPED.search(text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
        host = _host(parts)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc or port == 0:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        netloc += f":{port}"
    return urlunsplit((parts.scheme.lower(), netloc, _quoted(parts.path or "/"), _quoted(parts.query), ""))


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return str(ipaddress.IPv6Address(host.partition("%")[0]))
    try:
        ascii_host = host.encode("ascii").decode()
    except UnicodeEncodeError:
        ascii_host = host.encode("idna").decode()
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?", ascii_host) or ".." in ascii_host:
        raise ValueError(host)
    return ascii_host


def _quoted(text: str) -> str:
    """What is not allowed in a path or query percent-encoded as UTF-8; what is encoded already stays."""
    return "".join(c if "!" <= c <= "~" and c not in '<>"{}|\\^`' else _percent(c) for c in text)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, or hosts of one registered domain (``bbc.co.uk``)."""
    hosts = [(urlsplit(address).hostname or "").removeprefix("www.") for address in (one, other)]
    return hosts[0] == hosts[1] or _domain(hosts[0]) == _domain(hosts[1]) is not None


def _domain(host: str) -> str | None:
    from courlan import extract_domain

    found = extract_domain(f"http://{host}", fast=False)
    return str(found) if found else None


def is_public(address: IPAddress) -> bool:
    """Whether an IP address is one of the open internet.

    Loopback, private, link-local (where clouds keep their secrets), shared, reserved and multicast ones are not, nor is
    an IPv6 address that carries such an IPv4 address (mapped, 6to4, Teredo, NAT64).
    """
    if isinstance(address, ipaddress.IPv6Address):
        carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(inner is not None and not is_public(inner) for inner in carried):
            return False
        if address.ipv4_mapped is not None or address in _NAT64:
            return True
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which hosts may be asked though they are not public: ``hosts`` by name, ``networks`` by address."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPNetwork, ...] = ()

    @classmethod
    def parsed(cls, given: tuple[str, ...] | list[str]) -> "Allowed":
        """From names (``intranet.example``), addresses, networks (``10.0.0.0/8``); DragomanError for what is none."""
        hosts, networks = set(), []
        for item in given:
            try:
                networks.append(ipaddress.ip_network(item.strip("[]"), strict=False))
            except ValueError:
                if not re.fullmatch(r"[a-zA-Z0-9_]([a-zA-Z0-9_.-]{0,251}[a-zA-Z0-9_])?", item):
                    raise DragomanError(
                        f"{item!r} is no host and no network", "--allow", "such as intranet.example or 10.0.0.0/8"
                    ) from None
                hosts.add(item.lower())
        return cls(frozenset(hosts), tuple(networks))

    def permits(self, host: str, address: IPAddress) -> bool:
        """Whether ``address``, to which the name ``host`` led, may be asked."""
        if is_public(address) or host.lower() in self.hosts:
            return True
        return any(address.version == network.version and address in network for network in self.networks)
