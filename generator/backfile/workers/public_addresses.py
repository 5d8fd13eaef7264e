"""Which IP addresses are public. Owns the reading of `special_addresses.toml`, and the IPv4 addresses within IPv6
addresses, which are judged as well: a gateway would connect to them.
"""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Block = ipaddress.IPv4Network | ipaddress.IPv6Network

_FILE = Path(__file__).with_name("special_addresses.toml")
_UNICAST = ipaddress.ip_network("2000::/3")
"""The part of IPv6 from which public addresses are allocated."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LAST_32_BITS = 0xFFFFFFFF
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""The third quarter of an address of ISATAP (RFC 5214, 6.1); its last is an IPv4 address."""


@cache
def special_blocks() -> dict[_Block, bool]:
    """Return the blocks of addresses with a special purpose -> whether they are public; the smallest come first."""
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    blocks = {ipaddress.ip_network(block): public for table in tables.values() for block, public in table.items()}
    return dict(sorted(blocks.items(), key=lambda item: -item[0].prefixlen))


def is_public(ip: str) -> bool:
    """Return whether an IP address is public, not that of a machine or of a private network.

    An IPv6 address that contains an IPv4 address is public only if both are.
    """
    address = ipaddress.ip_address(ip.partition("%")[0])
    return _is_reachable(address) and all(map(_is_reachable, _embedded(address)))


def _is_reachable(address: _Address) -> bool:
    for block, public in special_blocks().items():
        if address in block:
            return public
    return address.version == 4 or address in _UNICAST


def _embedded(address: _Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses within an IPv6 address from which they are taken by a gateway.

    6to4, Teredo and mapped addresses are missing: their blocks are not public, whatever they contain.
    """
    if address.version == 6 and (address in _NAT64 or int(address) >> 32 & _LAST_32_BITS in _ISATAP):
        yield ipaddress.IPv4Address(int(address) & _LAST_32_BITS)
