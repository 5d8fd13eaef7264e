"""Which IP addresses are public: the table of IANA's registries, its neighbours, and IPv4 within IPv6."""

from __future__ import annotations

import ipaddress

import pytest

from backfile.workers.public_addresses import is_public, special_blocks

PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.216.34 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.0.9 192.0.0.10 192.0.1.0 192.0.1.255
192.0.3.0 192.31.196.1 192.52.193.1 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 192.175.48.1 198.17.255.255
198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255 1.0.0.0
2606:2800:220:1::1 2000:: 2001:1::1 2001:1::2 2001:1::3 2001:3::1 2001:4:112::1 2001:20::1 2001:30::1 2001:200::
2001:db7:ffff::1 2001:db9:: 2003:: 2620:4f:8000::1 2a00::1 3ffe::1 3fff:1000:: 3fff:ffff::1
64:ff9b::5db8:d822 64:ff9b::808:808 2a00::5efe:808:808 2a00::200:5efe:808:808
""".split()
NOT_PUBLIC = """
0.0.0.0 0.1.2.3 0.255.255.255 10.0.0.0 10.1.2.3 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.0 127.0.0.1
127.255.255.255 169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.7 192.0.0.8
192.0.0.11 192.0.0.170 192.0.0.171 192.0.0.255 192.0.2.0 192.0.2.255 192.88.99.0 192.88.99.2 192.88.99.255 192.168.0.0
192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.0 198.51.100.255 203.0.113.0 203.0.113.255 224.0.0.0 224.0.0.1
239.255.255.255 240.0.0.0 255.255.255.254 255.255.255.255
:: ::1 ::2 ::7f00:1 ::127.0.0.1 ::10.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:93.184.216.34
::ffff:0:127.0.0.1 ::ffff:0:8.8.8.8 ::fffe:7f00:1 ::5efe:7f00:1 ::200:5efe:8.8.8.8 1::1 64:ff9a::1 64:ff9b::7f00:1
64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b::192.168.1.1 64:ff9b::224.0.0.1 64:ff9b::255.255.255.255
64:ff9b:0:0:0:1:808:808 64:ff9b:1::7f00:1 64:ff9b:1::808:808 64:ff9b:1:ffff::8.8.8.8 64:ff9b:2::1 100::1 100:0:0:1::1
100:0:0:2::1 200::1 1fff:ffff::1 2001::1 2001:0:808:808::f7f7:f7f7 2001:1::4 2001:2::1 2001:4:113::1 2001:10::1
2001:1f:ffff::1 2001:40::1 2001:1ff:ffff::1 2001:db8::1 2001:db8:ffff::1 2002:7f00:1:: 2002:808:808::1 3fff::1
3fff:fff:ffff::1 4000::1 5f00::1 5f00:ffff::1 6000::1 8000::1 c000::1 fbff::1 fc00::1 fd00::1 fdff:ffff::1 fe00::1
fe7f::1 fe80::1 fe80::1%eth0 fe80::5efe:8.8.8.8 febf::1 fec0::1 feff:ffff::1 ff00::1 ff02::1 ff0e::1
2a00::5efe:7f00:1 2a00::5efe:10.0.0.1 2a00::200:5efe:192.168.1.1 2a00:1:2:3:0:5efe:169.254.169.254
""".split()


def test_there_are_enough_addresses() -> None:
    assert len({*PUBLIC, *NOT_PUBLIC}) == len(PUBLIC) + len(NOT_PUBLIC) >= 120


@pytest.mark.parametrize("ip", PUBLIC)
def test_public(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_not_public(ip: str) -> None:
    assert not is_public(ip)


def expected(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Judge an address by the smallest block of the table; of IPv6 outside of it only 2000::/3 is public."""
    around = [block for block in special_blocks() if address in block]
    if around:
        return special_blocks()[max(around, key=lambda block: block.prefixlen)]
    return address.version == 4 or address in ipaddress.ip_network("2000::/3")


@pytest.mark.parametrize("block", special_blocks(), ids=str)
def test_the_table_and_the_neighbours_of_its_blocks(block: ipaddress.IPv4Network | ipaddress.IPv6Network) -> None:
    first, last, step = int(block.network_address), int(block.broadcast_address), max(1, block.num_addresses // 97)
    kind = type(block.network_address)
    inside = {first, last, *range(first, last, step)}
    neighbours = {number for number in (first - 1, last + 1) if 0 <= number < 2**block.max_prefixlen}
    for address in map(kind, sorted(inside | neighbours)):
        if "64:ff9b::" in str(address) and address in ipaddress.ip_network("64:ff9b::/96"):
            embedded = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
            assert is_public(str(address)) is expected(embedded), address
        else:
            assert is_public(str(address)) is expected(address), address


def test_an_address_that_embeds_a_special_one_is_not_public() -> None:
    for block in special_blocks():
        if block.version == 4 and not special_blocks()[block]:
            number = int(block.network_address)
            for prefix in ("64:ff9b::", "::ffff:0:0", "::", "::ffff:0:0:0", "2a00::5efe:0:0", "64:ff9b:1::"):
                address = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | number)
                assert not is_public(str(address)), address
            for address in (f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1", f"2001:0:{number >> 16:x}::1"):
                assert not is_public(address), address
